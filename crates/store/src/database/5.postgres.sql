-- The same as 5.sqlite.sql, where the columns are explained.
CREATE TABLE shown (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    login  TEXT COLLATE "C" NOT NULL REFERENCES account,
    season TEXT COLLATE "C" NOT NULL,
    id     TEXT COLLATE "C" NOT NULL,
    about  TEXT NOT NULL,
    bytes  BIGINT NOT NULL CHECK (bytes >= 0),
    until  TEXT COLLATE "C" NOT NULL,
    UNIQUE (login, season, id)
);

CREATE TABLE shown_file (
    shown    BIGINT NOT NULL REFERENCES shown ON DELETE CASCADE,
    position BIGINT NOT NULL CHECK (position >= 0),
    name     TEXT NOT NULL,
    bytes    BYTEA,
    PRIMARY KEY (shown, position)
);
