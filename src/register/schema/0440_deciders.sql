-- Who decides an award of the law comes from law/authorities.csv, by award and day; `authority` holds
-- what the office says instead. What the program itself once put there was by level, and goes.
UPDATE award_type SET authority = '' WHERE builtin = 1 AND version = 1;
