-- The same as 7.sqlite.sql, where the tables are explained.
CREATE TABLE redaction (
    number    BIGINT PRIMARY KEY CHECK (number > 0),
    hash      BYTEA NOT NULL UNIQUE CHECK (length(hash) = 32),
    statement TEXT NOT NULL
);

CREATE TABLE redacted (
    digest    BYTEA PRIMARY KEY REFERENCES document,
    redaction BIGINT NOT NULL REFERENCES redaction
);

CREATE TABLE redacted_operation (
    season    TEXT COLLATE "C" NOT NULL,
    number    BIGINT NOT NULL,
    redaction BIGINT NOT NULL REFERENCES redaction,
    PRIMARY KEY (season, number),
    FOREIGN KEY (season, number) REFERENCES operation
);

CREATE TRIGGER redaction_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON redaction EXECUTE FUNCTION only_added();
CREATE TRIGGER redacted_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON redacted EXECUTE FUNCTION only_added();
CREATE TRIGGER redacted_operation_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON redacted_operation EXECUTE FUNCTION only_added();

CREATE FUNCTION only_redacted_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.digest <> OLD.digest OR length(NEW.bytes) > 0
        OR NOT EXISTS (SELECT 1 FROM redacted WHERE redacted.digest = OLD.digest)
    THEN
        RAISE EXCEPTION '% is only added to', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
DROP TRIGGER document_stays ON document;
CREATE TRIGGER document_kept BEFORE DELETE OR TRUNCATE ON document EXECUTE FUNCTION only_added();
CREATE TRIGGER document_stays BEFORE UPDATE ON document FOR EACH ROW EXECUTE FUNCTION only_redacted_document();

CREATE FUNCTION only_redacted_operation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.season <> OLD.season OR NEW.number <> OLD.number OR NEW.key <> OLD.key OR NEW.at <> OLD.at OR NEW.hash <> OLD.hash
        OR NOT EXISTS (SELECT 1 FROM redacted_operation AS own WHERE own.season = OLD.season AND own.number = OLD.number)
    THEN
        RAISE EXCEPTION '% is only added to', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
DROP TRIGGER operation_stays ON operation;
CREATE TRIGGER operation_kept BEFORE DELETE OR TRUNCATE ON operation EXECUTE FUNCTION only_added();
CREATE TRIGGER operation_stays BEFORE UPDATE ON operation FOR EACH ROW EXECUTE FUNCTION only_redacted_operation();
