-- What a record of version 3 held besides: two accounts, one of them shut, and what the audit log tells of them. Written once,
-- by that version.
INSERT INTO account VALUES ('ann', 'Ann Archer', NULL, 0, '2026-11-30T08:41:18Z');
INSERT INTO account VALUES ('bea', 'Bea Brown', NULL, 1, '2026-11-30T08:41:18Z');
INSERT INTO office VALUES ('ann', 'administrator', '*');
INSERT INTO office VALUES ('bea', 'steward', 'cup/*');
INSERT INTO tie VALUES ('bea', 'cup/*', 'prodrive');
INSERT INTO audit VALUES (1, X'6844ca9470edb5c5495d42b09390d26a8252accf3164c2347eca27eb98ca4811', '{"schema":"parcferme.audit/1","number":1,"previous":null,"when":"2026-11-30T08:41:18Z","who":null,"from":"command","did":"invited","account":"ann","what":"Ann Archer"}');
INSERT INTO audit VALUES (2, X'177664ae0eab94ea6dc772eaffa31fd811b82c5b388d65d1af192357bb5fa4d8', '{"schema":"parcferme.audit/1","number":2,"previous":"6844ca9470edb5c5495d42b09390d26a8252accf3164c2347eca27eb98ca4811","when":"2026-11-30T08:41:18Z","who":null,"from":"command","did":"granted","account":"ann","what":"administrator *"}');
INSERT INTO audit VALUES (3, X'c3dad170d0d412078d43288edbf83a89ef3bb931e750b1e3d3da59db26403270', '{"schema":"parcferme.audit/1","number":3,"previous":"177664ae0eab94ea6dc772eaffa31fd811b82c5b388d65d1af192357bb5fa4d8","when":"2026-11-30T08:41:18Z","who":null,"from":"command","did":"invited","account":"bea","what":"Bea Brown"}');
INSERT INTO audit VALUES (4, X'f1cbcfd841d4e793dd88c3532877147d42df0cfc46e1b6cb5c691bbd4298b4d3', '{"schema":"parcferme.audit/1","number":4,"previous":"c3dad170d0d412078d43288edbf83a89ef3bb931e750b1e3d3da59db26403270","when":"2026-11-30T08:41:18Z","who":null,"from":"command","did":"granted","account":"bea","what":"steward cup/*"}');
INSERT INTO audit VALUES (5, X'61290d7c9559d5a1d36ae94770d9ea93792f710c00e61618b43357601ad865bd', '{"schema":"parcferme.audit/1","number":5,"previous":"f1cbcfd841d4e793dd88c3532877147d42df0cfc46e1b6cb5c691bbd4298b4d3","when":"2026-11-30T08:41:18Z","who":null,"from":"command","did":"tied","account":"bea","what":"prodrive cup/*"}');
INSERT INTO audit VALUES (6, X'532957e240670956fddddf25ef5da8d675a4e7c61cc76f79b752cd38ea136638', '{"schema":"parcferme.audit/1","number":6,"previous":"61290d7c9559d5a1d36ae94770d9ea93792f710c00e61618b43357601ad865bd","when":"2026-11-30T08:41:18Z","who":null,"from":"command","did":"disabled","account":"bea","what":null}');
