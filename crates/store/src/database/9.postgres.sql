-- The same as 9.sqlite.sql, where the columns are explained.
ALTER TABLE webhook ADD COLUMN off_since TEXT COLLATE "C";

CREATE TABLE asked (
    id    BYTEA PRIMARY KEY CHECK (length(id) = 32),
    about TEXT NOT NULL,
    until TEXT COLLATE "C" NOT NULL
);
CREATE INDEX asked_until ON asked (until);
