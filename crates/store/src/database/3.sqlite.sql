-- Who may sign in, by login. The password is a PHC string, null until one is chosen.
CREATE TABLE account (
    login    TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    password TEXT,
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    made     TEXT NOT NULL
) STRICT;

-- What somebody may do, and for which seasons: `*`, `series/*` or `series/season`.
CREATE TABLE office (
    login TEXT NOT NULL REFERENCES account,
    role  TEXT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (login, role, scope)
) STRICT, WITHOUT ROWID;

-- Competitors that somebody belongs to, and so does not judge.
CREATE TABLE tie (
    login      TEXT NOT NULL REFERENCES account,
    scope      TEXT NOT NULL,
    competitor TEXT NOT NULL,
    PRIMARY KEY (login, scope, competitor)
) STRICT, WITHOUT ROWID;

-- Of secrets only the SHA-256 is kept.
CREATE TABLE session (
    secret BLOB PRIMARY KEY CHECK (length(secret) = 32),
    login  TEXT NOT NULL REFERENCES account,
    seen   TEXT NOT NULL,
    until  TEXT NOT NULL
) STRICT;
CREATE INDEX session_of_account ON session (login);

-- A link that works once; without a login it makes the first account.
CREATE TABLE link (
    secret BLOB PRIMARY KEY CHECK (length(secret) = 32),
    login  TEXT REFERENCES account,
    until  TEXT NOT NULL
) STRICT;

-- What a program signs in with. `grants` are lines of role and scope: never more than the account has itself.
CREATE TABLE token (
    secret BLOB PRIMARY KEY CHECK (length(secret) = 32),
    login  TEXT NOT NULL REFERENCES account,
    name   TEXT NOT NULL,
    grants TEXT NOT NULL,
    until  TEXT NOT NULL,
    used   TEXT,
    UNIQUE (login, name)
) STRICT;

-- What was done to all of these, chained as operations are.
CREATE TABLE audit (
    number    INTEGER PRIMARY KEY CHECK (number > 0),
    hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    statement TEXT NOT NULL
) STRICT;

CREATE TRIGGER account_kept BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'accounts are disabled, not deleted'); END;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
