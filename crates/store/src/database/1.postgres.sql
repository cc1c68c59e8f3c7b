-- The same as 1.sqlite.sql, where the columns are explained. Text is ordered by its bytes, whatever the database's language.
CREATE TABLE document (
    digest BYTEA PRIMARY KEY CHECK (length(digest) = 32),
    bytes  BYTEA NOT NULL
);

CREATE TABLE operation (
    season    TEXT COLLATE "C" NOT NULL,
    number    BIGINT NOT NULL CHECK (number > 0),
    key       TEXT COLLATE "C" NOT NULL UNIQUE,
    at        TEXT COLLATE "C" NOT NULL,
    hash      BYTEA NOT NULL UNIQUE CHECK (length(hash) = 32),
    statement TEXT NOT NULL,
    PRIMARY KEY (season, number)
);

CREATE TABLE fact (
    season TEXT COLLATE "C" NOT NULL,
    path   TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    before BYTEA REFERENCES document,
    after  BYTEA REFERENCES document,
    PRIMARY KEY (season, path, number),
    FOREIGN KEY (season, number) REFERENCES operation
);
CREATE INDEX fact_of_operation ON fact (season, number);

CREATE TABLE edition (
    season    TEXT COLLATE "C" NOT NULL,
    number    BIGINT NOT NULL CHECK (number > 0),
    position  BIGINT NOT NULL UNIQUE CHECK (position >= 0),
    operation BIGINT NOT NULL,
    rulebook  BYTEA NOT NULL REFERENCES document,
    hash      BYTEA NOT NULL UNIQUE CHECK (length(hash) = 32),
    statement TEXT NOT NULL,
    PRIMARY KEY (season, number),
    FOREIGN KEY (season, operation) REFERENCES operation
);

CREATE TABLE paper (
    season  TEXT COLLATE "C" NOT NULL,
    edition BIGINT NOT NULL,
    name    TEXT COLLATE "C" NOT NULL,
    digest  BYTEA NOT NULL REFERENCES document,
    PRIMARY KEY (season, edition, name),
    FOREIGN KEY (season, edition) REFERENCES edition
);
CREATE INDEX paper_by_digest ON paper (digest);

CREATE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END $$;
CREATE TRIGGER document_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON document EXECUTE FUNCTION only_added();
CREATE TRIGGER operation_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON operation EXECUTE FUNCTION only_added();
CREATE TRIGGER fact_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON fact EXECUTE FUNCTION only_added();
CREATE TRIGGER edition_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON edition EXECUTE FUNCTION only_added();
CREATE TRIGGER paper_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON paper EXECUTE FUNCTION only_added();
