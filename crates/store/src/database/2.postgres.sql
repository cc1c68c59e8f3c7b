-- The same as 2.sqlite.sql, where the columns are explained.
CREATE TABLE signer (
    number   BIGINT PRIMARY KEY CHECK (number > 0),
    verifier TEXT COLLATE "C" NOT NULL UNIQUE,
    note     TEXT NOT NULL
);

CREATE TABLE checkpoint (
    size BIGINT PRIMARY KEY CHECK (size > 0),
    note TEXT NOT NULL
);

CREATE TRIGGER signer_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON signer EXECUTE FUNCTION only_added();
CREATE TRIGGER checkpoint_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint EXECUTE FUNCTION only_added();
