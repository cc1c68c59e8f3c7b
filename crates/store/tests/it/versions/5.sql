-- What a record of version 5 held besides: what somebody was shown and has not confirmed. Written once, by that version.
INSERT INTO shown VALUES (1, 'ann', 'cup/2026', '2-a', '{}', 20, '2026-12-01T08:41:18Z');
INSERT INTO shown_file VALUES (1, 0, 'notes.md', X'7365656E0A');
INSERT INTO shown_file VALUES (1, 1, 'old.md', NULL);
