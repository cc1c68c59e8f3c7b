-- Since when a webhook is off; not known of one that was switched off by an earlier version.
ALTER TABLE webhook ADD COLUMN off_since TEXT;

-- What devices were asked that are to prove whose they are, until they answer. `id` is the digest of the secret that the
-- answer comes with, `about` what a program needs to judge it, as JSON. It is no fact, and no copy takes it along.
CREATE TABLE asked (
    id    BLOB PRIMARY KEY CHECK (length(id) = 32),
    about TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT;
CREATE INDEX asked_until ON asked (until);
