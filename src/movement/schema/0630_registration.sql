-- What units and people set out to reach in a year.
CREATE TABLE registration (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,                  -- a school year: its first
    calendar TEXT NOT NULL,                 -- calendar, school
    state TEXT NOT NULL,                    -- draft, submitted, approved, returned, withdrawn
    people INTEGER NOT NULL DEFAULT 0,      -- in the unit on the day of submission
    submitted_on TEXT,                      -- the first time
    submitted_by TEXT NOT NULL DEFAULT '',  -- the last time
    last_day TEXT,                          -- of the window it was submitted in
    late INTEGER NOT NULL DEFAULT 0,        -- first submitted after that day; never taken back
    decided_on TEXT,
    decided_by TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',        -- of the return or withdrawal
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX registration_one ON registration (unit_id, year) WHERE state <> 'withdrawn';
CREATE INDEX registration_by_year ON registration (year, unit_id, id);

CREATE TABLE registration_line (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    registration_id INTEGER NOT NULL REFERENCES registration (id),
    subject_kind TEXT NOT NULL,             -- person, unit
    subject_id INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',         -- codes of the award catalogue
    form TEXT NOT NULL DEFAULT '',
    initiative TEXT NOT NULL DEFAULT '',
    exemplar INTEGER NOT NULL DEFAULT 0,
    withdrawn_on TEXT,
    withdrawn_by TEXT NOT NULL DEFAULT '',
    withdrawn_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX registration_line_one ON registration_line (registration_id, subject_kind, subject_id)
    WHERE withdrawn_on IS NULL;
CREATE INDEX registration_line_of ON registration_line (registration_id, id);
CREATE INDEX registration_line_subject ON registration_line (subject_kind, subject_id);

-- Rows as pasted or uploaded, until they are taken over.
CREATE TABLE registration_paste (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    registration_id INTEGER NOT NULL REFERENCES registration (id),
    rows TEXT NOT NULL,                     -- a line each, parted by tabs, in the order of registration_rows.h
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX registration_paste_of ON registration_paste (registration_id, id);

-- What later folders may join: the registration that counts, one a unit and year.
CREATE VIEW registration_view AS
SELECT unit_id AS unit, year, calendar, submitted_on, late, state FROM registration WHERE state <> 'withdrawn';
