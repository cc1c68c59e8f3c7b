-- What each webhook wants to be told of, as words with spaces between.
ALTER TABLE webhook ADD COLUMN events TEXT NOT NULL DEFAULT 'edition.published';

-- What a delivery tells of; of a document of the notice board its number, and the operation that put it there.
ALTER TABLE delivery ADD COLUMN event TEXT NOT NULL DEFAULT 'webhook.test';
UPDATE delivery SET event = 'edition.published' WHERE edition IS NOT NULL;
ALTER TABLE delivery ADD COLUMN operation INTEGER;
ALTER TABLE delivery ADD COLUMN document INTEGER;
