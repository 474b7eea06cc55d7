-- What a movement wants reached, and who carries which part of it. Figures are thousandths.
CREATE TABLE movement_target (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    movement_id INTEGER NOT NULL REFERENCES movement (id),
    name TEXT NOT NULL,
    measure TEXT NOT NULL,                  -- unit of measure
    better TEXT NOT NULL,                   -- high, low
    roll TEXT NOT NULL,                     -- sum, mean, min, max: how results come together
    source TEXT NOT NULL DEFAULT '',
    due_on TEXT NOT NULL,
    wanted INTEGER NOT NULL,
    result INTEGER,                         -- of the shares at the top
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX movement_target_of ON movement_target (movement_id, id);

-- One act that gave targets to units and people.
CREATE TABLE target_spread (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    movement_id INTEGER NOT NULL REFERENCES movement (id),
    shares INTEGER NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    undone_by TEXT NOT NULL DEFAULT '',
    undone_at INTEGER,
    reason TEXT NOT NULL DEFAULT ''         -- of the undoing
) STRICT;
CREATE INDEX target_spread_of ON target_spread (movement_id, id);

-- The part of a target that a unit or person carries. A share with shares below it has its result
-- from them.
CREATE TABLE target_share (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    target_id INTEGER NOT NULL REFERENCES movement_target (id),
    spread_id INTEGER NOT NULL REFERENCES target_spread (id),
    parent_id INTEGER REFERENCES target_share (id),  -- the nearest unit above with a share
    depth INTEGER NOT NULL DEFAULT 0,
    subject_kind TEXT NOT NULL,             -- unit, person
    subject_id INTEGER NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),   -- the unit itself, or the person's
    wanted INTEGER NOT NULL,
    result INTEGER,
    state TEXT NOT NULL,                    -- open, reported, lapsed, undone
    reported_on TEXT,
    reported_by TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX target_share_one ON target_share (target_id, subject_kind, subject_id)
    WHERE state <> 'undone';
CREATE INDEX target_share_below ON target_share (parent_id, id);
CREATE INDEX target_share_spread ON target_share (spread_id, id);
CREATE INDEX target_share_subject ON target_share (subject_kind, subject_id, id);
CREATE INDEX target_share_level ON target_share (depth, parent_id);
