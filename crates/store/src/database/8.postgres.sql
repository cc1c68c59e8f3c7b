-- The same as 8.sqlite.sql, where the columns are explained.
CREATE TABLE passkey (
    id    BYTEA PRIMARY KEY CHECK (length(id) > 0),
    login TEXT COLLATE "C" NOT NULL REFERENCES account,
    name  TEXT COLLATE "C" NOT NULL,
    key   TEXT NOT NULL,
    made  TEXT COLLATE "C" NOT NULL,
    used  TEXT COLLATE "C",
    UNIQUE (login, name)
);
