-- The same as 4.sqlite.sql, where the columns are explained.
CREATE TABLE webhook (
    id     TEXT COLLATE "C" PRIMARY KEY,
    target TEXT NOT NULL,
    scope  TEXT COLLATE "C" NOT NULL,
    secret BYTEA NOT NULL CHECK (length(secret) = 32),
    made   TEXT COLLATE "C" NOT NULL,
    off    TEXT
);

CREATE TABLE delivery (
    webhook  TEXT COLLATE "C" NOT NULL REFERENCES webhook,
    id       TEXT COLLATE "C" NOT NULL,
    season   TEXT COLLATE "C",
    edition  BIGINT,
    made     TEXT COLLATE "C" NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    due      TEXT COLLATE "C",
    tried    TEXT COLLATE "C",
    status   BIGINT,
    fault    TEXT,
    PRIMARY KEY (webhook, id),
    FOREIGN KEY (season, edition) REFERENCES edition (season, number)
);
CREATE INDEX delivery_due ON delivery (due) WHERE due IS NOT NULL;
