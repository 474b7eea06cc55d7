-- The year's programme of a body: one per owner, year and calendar.
CREATE TABLE programme (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    owner_unit_id INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,                  -- a school year: its first
    calendar TEXT NOT NULL,                 -- calendar, school
    theme TEXT NOT NULL,
    grounds TEXT NOT NULL,                  -- one a line
    content TEXT NOT NULL,
    state TEXT NOT NULL,                    -- draft, issued
    number TEXT NOT NULL DEFAULT '',        -- the paper it was issued by
    dated TEXT,
    signer TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (owner_unit_id, year, calendar)
) STRICT;

-- Units that follow the school calendar; the programmes of the calendar year are for all others.
CREATE TABLE programme_unit (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    PRIMARY KEY (programme_id, unit_id)
) STRICT;
CREATE INDEX programme_unit_of ON programme_unit (unit_id);

CREATE TABLE programme_task (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    content TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),  -- who does it
    due_on TEXT NOT NULL,
    done_on TEXT,
    done_note TEXT NOT NULL DEFAULT '',
    done_by TEXT NOT NULL DEFAULT '',
    dropped INTEGER NOT NULL DEFAULT 0,     -- taken out after issue, with a reason
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX programme_task_of ON programme_task (programme_id, due_on, id);
CREATE INDEX programme_task_unit ON programme_task (unit_id, due_on, id);

CREATE TABLE programme_window (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    kind TEXT NOT NULL,
    opens_on TEXT NOT NULL,
    closes_on TEXT NOT NULL,                -- last day, as first planned
    told_on TEXT,                           -- the units were given their task
    reminded_on TEXT,
    late_told_on TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (programme_id, kind)
) STRICT;

CREATE TABLE window_extension (
    id INTEGER PRIMARY KEY,
    window_id INTEGER NOT NULL REFERENCES programme_window (id),
    unit_id INTEGER REFERENCES unit (id),   -- for it and what lies below; NULL for all
    old_last_day TEXT NOT NULL,
    new_last_day TEXT NOT NULL,
    reason TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX window_extension_of ON window_extension (window_id, id);

-- Which unit has done what a window asks.
CREATE TABLE window_done (
    window_id INTEGER NOT NULL REFERENCES programme_window (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    done_on TEXT NOT NULL,
    late INTEGER NOT NULL,
    PRIMARY KEY (window_id, unit_id)
) STRICT;

-- What was changed once the programme had been issued.
CREATE TABLE programme_amendment (
    id INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    what TEXT NOT NULL,                     -- text, task, window, block
    subject TEXT NOT NULL,
    old_value TEXT NOT NULL,
    new_value TEXT NOT NULL,
    reason TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX programme_amendment_of ON programme_amendment (programme_id, id);
