-- What a record of version 8 held besides: a passkey, and a webhook that is off. Written once, by that version.
INSERT INTO passkey VALUES (X'0102', 'ann', 'phone', '{}', '2026-11-30T17:00:00Z', NULL);
INSERT INTO webhook VALUES ('gone', 'https://example.org/gone', '*', X'0909090909090909090909090909090909090909090909090909090909090909', '2026-11-30T17:00:00Z', 'it answered that it is gone (410)', 'edition.published');
