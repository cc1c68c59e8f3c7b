-- What a record of version 7 held besides: a redaction. Written once, by that version.
INSERT INTO document VALUES (X'4b9f2c32577beb1ebc8ab2a1e226faaa9176a81cd4eedbaa22f8a0db919972b5', X'');
INSERT INTO redaction VALUES (1, X'c338d368ac112f08c38c90d2976d5c93d04a67a2f8086b8e7ddd7e5fa9af0f83', '{"schema":"parcferme.redaction/1","number":1,"previous":null,"who":"Ann Archer","from":"command","when":"2026-11-30T16:00:00Z","why":"order 12/26 of the court","documents":[{"digest":"4b9f2c32577beb1ebc8ab2a1e226faaa9176a81cd4eedbaa22f8a0db919972b5","bytes":5}],"operations":[]}');
INSERT INTO redacted VALUES (X'4b9f2c32577beb1ebc8ab2a1e226faaa9176a81cd4eedbaa22f8a0db919972b5', 1);
