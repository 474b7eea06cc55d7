-- Who leads a block next: one row a block counts its changes.
CREATE TABLE rotation (
    block_id INTEGER PRIMARY KEY REFERENCES block (id),
    version INTEGER NOT NULL
) STRICT;

-- The order in which members take the lead.
CREATE TABLE rotation_order (
    block_id INTEGER NOT NULL REFERENCES block (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    position INTEGER NOT NULL,              -- from 1
    PRIMARY KEY (block_id, unit_id)
) STRICT;

-- A member passed over for one year.
CREATE TABLE rotation_skip (
    block_id INTEGER NOT NULL REFERENCES block (id),
    year INTEGER NOT NULL,                  -- the year that would be led
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    reason TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    PRIMARY KEY (block_id, year, unit_id)
) STRICT;

CREATE TABLE rotation_election (
    block_id INTEGER NOT NULL REFERENCES block (id),
    year INTEGER NOT NULL,                  -- the year to be led
    head_unit_id INTEGER NOT NULL REFERENCES unit (id),
    deputy_unit_id INTEGER REFERENCES unit (id),
    manner TEXT NOT NULL,                   -- hands, ballot
    hands_for INTEGER,
    hands_of INTEGER,
    ballot_ref TEXT NOT NULL DEFAULT '',    -- of a counted session
    reason TEXT NOT NULL DEFAULT '',        -- where it is not the unit the order names
    held_on TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    number TEXT NOT NULL DEFAULT '',        -- the Council's recognition
    dated TEXT,
    signer TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (block_id, year)
) STRICT;

CREATE TABLE rotation_handover (
    block_id INTEGER NOT NULL REFERENCES block (id),
    year INTEGER NOT NULL,                  -- the year to be led
    from_unit_id INTEGER NOT NULL REFERENCES unit (id),
    to_unit_id INTEGER NOT NULL REFERENCES unit (id),
    day TEXT NOT NULL,
    place TEXT NOT NULL,
    items TEXT NOT NULL,                    -- one a line
    note TEXT NOT NULL DEFAULT '',
    from_name TEXT NOT NULL,                -- post and name of who hands over
    to_name TEXT NOT NULL,
    from_by TEXT NOT NULL DEFAULT '',
    from_at INTEGER,
    to_by TEXT NOT NULL DEFAULT '',
    to_at INTEGER,
    hash TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (block_id, year)
) STRICT;
