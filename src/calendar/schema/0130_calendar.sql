-- Days off and made-up working days, for the years that an office has looked at. Other years are as
-- proposed, by computation.
CREATE TABLE holiday_year (
    year INTEGER PRIMARY KEY,
    state TEXT NOT NULL,                -- proposed (edited, not confirmed), confirmed
    confirmed_by TEXT NOT NULL DEFAULT '',
    confirmed_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE holiday (
    day TEXT PRIMARY KEY,
    year INTEGER NOT NULL REFERENCES holiday_year (year),
    code TEXT NOT NULL,                 -- of law/holidays.csv; nghi-bu for a day in lieu; '' entered by hand
    note TEXT NOT NULL DEFAULT '',      -- the office's words for a day entered by hand
    works INTEGER NOT NULL DEFAULT 0,   -- 1: a Saturday or Sunday that is worked
    state TEXT NOT NULL                 -- proposed, confirmed, corrected (entered or changed by hand)
) STRICT;
CREATE INDEX holiday_year_at ON holiday (year, day);
