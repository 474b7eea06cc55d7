-- Papers that close what the law leaves open, for every line they fit.
CREATE TABLE ruling (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    award TEXT NOT NULL,                    -- '' every award
    point TEXT NOT NULL,
    regimes TEXT NOT NULL,                  -- ids parted by blanks, '' every one
    received_from TEXT NOT NULL,
    received_to TEXT,                       -- NULL: until it is ended
    holds INTEGER NOT NULL,
    reason TEXT NOT NULL,
    number TEXT NOT NULL,
    dated TEXT NOT NULL,
    signer TEXT NOT NULL,
    state TEXT NOT NULL,                    -- waiting, standing, rejected
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at INTEGER,
    decided_reason TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX ruling_point ON ruling (point, state, id);

-- The parts of the tree it reaches; none: everybody.
CREATE TABLE ruling_unit (
    ruling_id INTEGER NOT NULL REFERENCES ruling (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    PRIMARY KEY (ruling_id, unit_id)
) WITHOUT ROWID, STRICT;

-- The later paper that ends a ruling for dossiers received from a day on.
CREATE TABLE ruling_end (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    ruling_id INTEGER NOT NULL REFERENCES ruling (id),
    stops_on TEXT NOT NULL,                 -- the first day of receipt it no longer covers
    reason TEXT NOT NULL,
    number TEXT NOT NULL,
    dated TEXT NOT NULL,
    signer TEXT NOT NULL,
    state TEXT NOT NULL,                    -- waiting, standing, rejected
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at INTEGER,
    decided_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX ruling_end_of ON ruling_end (ruling_id, state, id);
