-- What a record of version 6 held besides: a webhook that is told of the notice board, and what it took. Written once, by that version.
INSERT INTO webhook VALUES ('board', 'https://example.org/board', '*', X'0808080808080808080808080808080808080808080808080808080808080808', '2026-11-30T08:41:18Z', NULL, 'decision.signed notice.posted');
INSERT INTO delivery VALUES ('board', 'document_1', 'cup/2026', NULL, '2026-11-30T08:41:18Z', 1, NULL, '2026-11-30T08:41:19Z', 204, NULL, 'notice.posted', 2, 1);
