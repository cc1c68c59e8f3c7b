-- What devices prove to be somebody's by, without a password. `key` is what a program needs to know one again, as JSON.
CREATE TABLE passkey (
    id    BLOB PRIMARY KEY CHECK (length(id) > 0),
    login TEXT NOT NULL REFERENCES account,
    name  TEXT NOT NULL,
    key   TEXT NOT NULL,
    made  TEXT NOT NULL,
    used  TEXT,
    UNIQUE (login, name)
) STRICT;
