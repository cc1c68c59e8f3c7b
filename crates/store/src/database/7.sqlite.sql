-- What was redacted, chained as operations are. The statement says what, when, by whom and why.
CREATE TABLE redaction (
    number    INTEGER PRIMARY KEY CHECK (number > 0),
    hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    statement TEXT NOT NULL
) STRICT;

-- Documents whose bytes are gone. Their rows stay, empty, for all that names them by their digest.
CREATE TABLE redacted (
    digest    BLOB PRIMARY KEY REFERENCES document,
    redaction INTEGER NOT NULL REFERENCES redaction
) STRICT, WITHOUT ROWID;

-- Operations whose words are gone: who entered it, and why.
CREATE TABLE redacted_operation (
    season    TEXT NOT NULL,
    number    INTEGER NOT NULL,
    redaction INTEGER NOT NULL REFERENCES redaction,
    PRIMARY KEY (season, number),
    FOREIGN KEY (season, number) REFERENCES operation
) STRICT, WITHOUT ROWID;

CREATE TRIGGER redaction_stays BEFORE UPDATE ON redaction BEGIN SELECT RAISE(ABORT, 'redactions are only added'); END;
CREATE TRIGGER redaction_kept BEFORE DELETE ON redaction BEGIN SELECT RAISE(ABORT, 'redactions are only added'); END;
CREATE TRIGGER redacted_stays BEFORE UPDATE ON redacted BEGIN SELECT RAISE(ABORT, 'redactions are only added'); END;
CREATE TRIGGER redacted_kept BEFORE DELETE ON redacted BEGIN SELECT RAISE(ABORT, 'redactions are only added'); END;
CREATE TRIGGER redacted_operation_stays BEFORE UPDATE ON redacted_operation BEGIN SELECT RAISE(ABORT, 'redactions are only added'); END;
CREATE TRIGGER redacted_operation_kept BEFORE DELETE ON redacted_operation BEGIN SELECT RAISE(ABORT, 'redactions are only added'); END;

-- A document that was redacted may lose its bytes, and nothing else of it changes.
DROP TRIGGER document_stays;
CREATE TRIGGER document_stays BEFORE UPDATE ON document
    WHEN NEW.digest <> OLD.digest OR length(NEW.bytes) > 0
        OR NOT EXISTS (SELECT 1 FROM redacted WHERE redacted.digest = OLD.digest)
    BEGIN SELECT RAISE(ABORT, 'documents are only added'); END;

-- The same of an operation and its statement.
DROP TRIGGER operation_stays;
CREATE TRIGGER operation_stays BEFORE UPDATE ON operation
    WHEN NEW.season <> OLD.season OR NEW.number <> OLD.number OR NEW.key <> OLD.key OR NEW.at <> OLD.at OR NEW.hash <> OLD.hash
        OR NOT EXISTS (SELECT 1 FROM redacted_operation AS own WHERE own.season = OLD.season AND own.number = OLD.number)
    BEGIN SELECT RAISE(ABORT, 'operations are only added'); END;
