-- What a ruling gives to a parameter that the law leaves open, as one line (law/ruled_value.h);
-- '' none.
ALTER TABLE ruling ADD COLUMN value TEXT NOT NULL DEFAULT '';
