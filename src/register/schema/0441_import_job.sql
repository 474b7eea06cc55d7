-- The job that stores a large import; '' where it was stored at once.
ALTER TABLE import_run ADD COLUMN job TEXT NOT NULL DEFAULT '';
