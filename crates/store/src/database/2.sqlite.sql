-- Public keys that sign the heads of the log, in order. The note announces the key, signed by itself and by the one before.
CREATE TABLE signer (
    number   INTEGER PRIMARY KEY CHECK (number > 0),
    verifier TEXT NOT NULL UNIQUE,
    note     TEXT NOT NULL
) STRICT;

-- Signed heads of the log, by how many editions they are of.
CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY CHECK (size > 0),
    note TEXT NOT NULL
) STRICT;

CREATE TRIGGER signer_stays BEFORE UPDATE ON signer BEGIN SELECT RAISE(ABORT, 'keys are only added'); END;
CREATE TRIGGER signer_kept BEFORE DELETE ON signer BEGIN SELECT RAISE(ABORT, 'keys are only added'); END;
CREATE TRIGGER checkpoint_stays BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoints are only added'); END;
CREATE TRIGGER checkpoint_kept BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoints are only added'); END;
