-- Bytes as they came: files of seasons, rulebooks, published documents. Named by SHA-256.
CREATE TABLE document (
    digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
    bytes  BLOB NOT NULL
) STRICT;

-- One operation a row. The statement is what is hashed; the other columns repeat what it says, to be asked by.
CREATE TABLE operation (
    season    TEXT NOT NULL,
    number    INTEGER NOT NULL CHECK (number > 0),
    key       TEXT NOT NULL UNIQUE,
    at        TEXT NOT NULL,
    hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    statement TEXT NOT NULL,
    PRIMARY KEY (season, number)
) STRICT;

-- What an operation did to a file: null before where it was not there, null after where it went.
CREATE TABLE fact (
    season TEXT NOT NULL,
    path   TEXT NOT NULL,
    number INTEGER NOT NULL,
    before BLOB REFERENCES document,
    after  BLOB REFERENCES document,
    PRIMARY KEY (season, path, number),
    FOREIGN KEY (season, number) REFERENCES operation
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_of_operation ON fact (season, number);

-- What was published. `position` counts through all seasons, from 0.
CREATE TABLE edition (
    season    TEXT NOT NULL,
    number    INTEGER NOT NULL CHECK (number > 0),
    position  INTEGER NOT NULL UNIQUE CHECK (position >= 0),
    operation INTEGER NOT NULL,
    rulebook  BLOB NOT NULL REFERENCES document,
    hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    statement TEXT NOT NULL,
    PRIMARY KEY (season, number),
    FOREIGN KEY (season, operation) REFERENCES operation
) STRICT;

CREATE TABLE paper (
    season  TEXT NOT NULL,
    edition INTEGER NOT NULL,
    name    TEXT NOT NULL,
    digest  BLOB NOT NULL REFERENCES document,
    PRIMARY KEY (season, edition, name),
    FOREIGN KEY (season, edition) REFERENCES edition
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_by_digest ON paper (digest);

-- Nothing that was entered is changed or taken away.
CREATE TRIGGER document_stays BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'documents are only added'); END;
CREATE TRIGGER document_kept BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'documents are only added'); END;
CREATE TRIGGER operation_stays BEFORE UPDATE ON operation BEGIN SELECT RAISE(ABORT, 'operations are only added'); END;
CREATE TRIGGER operation_kept BEFORE DELETE ON operation BEGIN SELECT RAISE(ABORT, 'operations are only added'); END;
CREATE TRIGGER fact_stays BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'facts are only added'); END;
CREATE TRIGGER fact_kept BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'facts are only added'); END;
CREATE TRIGGER edition_stays BEFORE UPDATE ON edition BEGIN SELECT RAISE(ABORT, 'editions are only added'); END;
CREATE TRIGGER edition_kept BEFORE DELETE ON edition BEGIN SELECT RAISE(ABORT, 'editions are only added'); END;
CREATE TRIGGER paper_stays BEFORE UPDATE ON paper BEGIN SELECT RAISE(ABORT, 'editions are only added'); END;
CREATE TRIGGER paper_kept BEFORE DELETE ON paper BEGIN SELECT RAISE(ABORT, 'editions are only added'); END;
