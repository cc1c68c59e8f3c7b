-- Where editions are announced to. What is sent is signed with the secret, so that is kept as it is; `off` is why nothing
-- is sent any more, null while something is.
CREATE TABLE webhook (
    id     TEXT PRIMARY KEY,
    target TEXT NOT NULL,
    scope  TEXT NOT NULL,
    secret BLOB NOT NULL CHECK (length(secret) = 32),
    made   TEXT NOT NULL,
    off    TEXT
) STRICT;

-- What is sent to each, and how it went; without an edition it is a test. `due` is null once it was taken or given up,
-- `status` and `fault` are of the last attempt.
CREATE TABLE delivery (
    webhook  TEXT NOT NULL REFERENCES webhook,
    id       TEXT NOT NULL,
    season   TEXT,
    edition  INTEGER,
    made     TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    due      TEXT,
    tried    TEXT,
    status   INTEGER,
    fault    TEXT,
    PRIMARY KEY (webhook, id),
    FOREIGN KEY (season, edition) REFERENCES edition (season, number)
) STRICT;
CREATE INDEX delivery_due ON delivery (due) WHERE due IS NOT NULL;
