-- Visits to see how a unit carries a movement out, what was found, and what has to follow.
CREATE TABLE movement_visit (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    movement_id INTEGER NOT NULL REFERENCES movement (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    visited_on TEXT NOT NULL,
    visitors TEXT NOT NULL,
    findings TEXT NOT NULL,
    follow_up TEXT NOT NULL DEFAULT '',     -- what the unit has to do; '' nothing
    follow_up_due TEXT,
    answer TEXT NOT NULL DEFAULT '',        -- what it did
    answered_by TEXT NOT NULL DEFAULT '',
    answered_on TEXT,
    state TEXT NOT NULL,                    -- open, answered, closed
    closed_by TEXT NOT NULL DEFAULT '',
    closed_on TEXT,
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX movement_visit_of ON movement_visit (movement_id, visited_on, id);
