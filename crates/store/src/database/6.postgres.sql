-- The same as 6.sqlite.sql, where the columns are explained.
ALTER TABLE webhook ADD COLUMN events TEXT COLLATE "C" NOT NULL DEFAULT 'edition.published';

ALTER TABLE delivery ADD COLUMN event TEXT COLLATE "C" NOT NULL DEFAULT 'webhook.test';
UPDATE delivery SET event = 'edition.published' WHERE edition IS NOT NULL;
ALTER TABLE delivery ADD COLUMN operation BIGINT;
ALTER TABLE delivery ADD COLUMN document BIGINT;

-- New documents are compressed by lz4, which takes half the time of pglz; a server without it keeps what it has.
DO $$
BEGIN
    EXECUTE 'ALTER TABLE document ALTER COLUMN bytes SET COMPRESSION lz4';
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value OR syntax_error THEN
    NULL;
END
$$;
