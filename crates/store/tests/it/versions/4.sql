-- What a record of version 4 held besides: a webhook, and what is to be sent to it. Written once, by that version.
INSERT INTO webhook VALUES ('hook', 'https://example.org/in', 'cup/*', X'0707070707070707070707070707070707070707070707070707070707070707', '2026-11-30T08:41:18Z', NULL);
INSERT INTO delivery VALUES ('hook', 'edition_1', 'cup/2026', 1, '2026-11-30T08:41:18Z', 0, '2026-11-30T08:41:18Z', NULL, NULL, NULL);
