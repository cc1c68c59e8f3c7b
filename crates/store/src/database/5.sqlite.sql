-- What officials gave and were shown, and have not confirmed, until it is too old: whose it is, by what it is known, what is
-- said of it, and how much it is.
CREATE TABLE shown (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    login  TEXT NOT NULL REFERENCES account,
    season TEXT NOT NULL,
    id     TEXT NOT NULL,
    about  TEXT NOT NULL,
    bytes  INTEGER NOT NULL CHECK (bytes >= 0),
    until  TEXT NOT NULL,
    UNIQUE (login, season, id)
) STRICT;

-- Its files, in order; without bytes one that goes.
CREATE TABLE shown_file (
    shown    INTEGER NOT NULL REFERENCES shown ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    name     TEXT NOT NULL,
    bytes    BLOB,
    PRIMARY KEY (shown, position)
) STRICT;
