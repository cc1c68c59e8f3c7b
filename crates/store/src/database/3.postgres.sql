-- The same as 3.sqlite.sql, where the columns are explained.
CREATE TABLE account (
    login    TEXT COLLATE "C" PRIMARY KEY,
    name     TEXT NOT NULL,
    password TEXT,
    disabled BIGINT NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    made     TEXT COLLATE "C" NOT NULL
);

CREATE TABLE office (
    login TEXT COLLATE "C" NOT NULL REFERENCES account,
    role  TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (login, role, scope)
);

CREATE TABLE tie (
    login      TEXT COLLATE "C" NOT NULL REFERENCES account,
    scope      TEXT COLLATE "C" NOT NULL,
    competitor TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (login, scope, competitor)
);

CREATE TABLE session (
    secret BYTEA PRIMARY KEY CHECK (length(secret) = 32),
    login  TEXT COLLATE "C" NOT NULL REFERENCES account,
    seen   TEXT COLLATE "C" NOT NULL,
    until  TEXT COLLATE "C" NOT NULL
);
CREATE INDEX session_of_account ON session (login);

CREATE TABLE link (
    secret BYTEA PRIMARY KEY CHECK (length(secret) = 32),
    login  TEXT COLLATE "C" REFERENCES account,
    until  TEXT COLLATE "C" NOT NULL
);

CREATE TABLE token (
    secret BYTEA PRIMARY KEY CHECK (length(secret) = 32),
    login  TEXT COLLATE "C" NOT NULL REFERENCES account,
    name   TEXT COLLATE "C" NOT NULL,
    grants TEXT NOT NULL,
    until  TEXT COLLATE "C" NOT NULL,
    used   TEXT COLLATE "C",
    UNIQUE (login, name)
);

CREATE TABLE audit (
    number    BIGINT PRIMARY KEY CHECK (number > 0),
    hash      BYTEA NOT NULL UNIQUE CHECK (length(hash) = 32),
    statement TEXT NOT NULL
);

CREATE FUNCTION account_is_kept() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'accounts are disabled, not deleted'; END $$;
CREATE TRIGGER account_kept BEFORE DELETE OR TRUNCATE ON account EXECUTE FUNCTION account_is_kept();
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION only_added();
