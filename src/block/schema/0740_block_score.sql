-- Scales: versions of one scale share a series; a version is never changed once adopted.
CREATE TABLE score_scale (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    series TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL DEFAULT '',               -- block-level it is meant for; '' any
    block_id INTEGER REFERENCES block (id),       -- Of one block alone; NULL: of the office.
    owner_unit_id INTEGER REFERENCES unit (id),   -- Whose office; NULL: the top of the tree.
    state TEXT NOT NULL DEFAULT 'draft',          -- draft, adopted, retired
    proposal INTEGER NOT NULL DEFAULT 0,          -- 1: as shipped, nobody has changed it.
    body TEXT NOT NULL,                           -- JSON: docs/formats/score.md, "scale"
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    adopted_by TEXT NOT NULL DEFAULT '',
    adopted_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (series, number)
) STRICT;

-- A block scores itself once for a year and once, where it wants, at mid-year.
CREATE TABLE score_round (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    block_id INTEGER NOT NULL REFERENCES block (id),
    year INTEGER NOT NULL,
    calendar TEXT NOT NULL DEFAULT 'calendar',    -- calendar, school
    period TEXT NOT NULL DEFAULT 'year',          -- year, mid
    scale_id INTEGER NOT NULL REFERENCES score_scale (id),
    state TEXT NOT NULL DEFAULT 'draft',
    closes_on TEXT,                               -- Last day of the stage it is in.
    crossing TEXT NOT NULL DEFAULT 'assigned',    -- assigned, all
    threshold INTEGER NOT NULL DEFAULT 0,         -- A difference above it is explained; ten-thousandths.
    resolution TEXT NOT NULL DEFAULT '',          -- '', revote, council
    resolution_reason TEXT NOT NULL DEFAULT '',
    resolution_paper TEXT NOT NULL DEFAULT '',
    appeals_until TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (block_id, year, period)
) STRICT;

CREATE TABLE score_step (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES score_round (id),
    step TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    closes_on TEXT,
    reason TEXT NOT NULL DEFAULT '',
    by_name TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX score_step_round ON score_step (round_id, id);

CREATE TABLE score_sheet (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES score_round (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    people INTEGER NOT NULL DEFAULT 0,            -- In service when the round was opened.
    sent_at INTEGER,
    sent_by TEXT NOT NULL DEFAULT '',
    votes INTEGER,
    votes_from TEXT NOT NULL DEFAULT '',          -- The paper or session they come from.
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (round_id, unit_id)
) STRICT;

-- Who scores whom.
CREATE TABLE score_cross (
    sheet_id INTEGER NOT NULL REFERENCES score_sheet (id),
    scorer_id INTEGER NOT NULL REFERENCES unit (id),
    sent_at INTEGER,
    sent_by TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (sheet_id, scorer_id)
) STRICT;
CREATE INDEX score_cross_scorer ON score_cross (scorer_id);

-- A cell as it stands. Amounts are ten-thousandths; exactly one of value, points and not_applicable
-- is said, or none where the cell was emptied again.
CREATE TABLE score_cell (
    sheet_id INTEGER NOT NULL REFERENCES score_sheet (id),
    col TEXT NOT NULL,                            -- self, cross, block, verified
    scorer_id INTEGER NOT NULL DEFAULT 0,         -- The unit that scored, in `cross` alone.
    criterion TEXT NOT NULL,
    value INTEGER,
    points INTEGER,
    not_applicable INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL,
    by_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (sheet_id, col, scorer_id, criterion)
) STRICT;

-- Every content a cell ever had, its present one included.
CREATE TABLE score_cell_past (
    sheet_id INTEGER NOT NULL REFERENCES score_sheet (id),
    col TEXT NOT NULL,
    scorer_id INTEGER NOT NULL DEFAULT 0,
    criterion TEXT NOT NULL,
    version INTEGER NOT NULL,
    value INTEGER,
    points INTEGER,
    not_applicable INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    by_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (sheet_id, col, scorer_id, criterion, version)
) STRICT;

-- What the system worked out from its own records, with the rows behind.
CREATE TABLE score_figure (
    sheet_id INTEGER NOT NULL REFERENCES score_sheet (id),
    criterion TEXT NOT NULL,
    source TEXT NOT NULL,
    value INTEGER NOT NULL,
    rows TEXT NOT NULL,                           -- JSON: [{"label", "args", "link", "counts"}]
    at INTEGER NOT NULL,
    PRIMARY KEY (sheet_id, criterion)
) STRICT;

-- The unit's word on a difference between its own score and the others'.
CREATE TABLE score_explanation (
    sheet_id INTEGER NOT NULL REFERENCES score_sheet (id),
    criterion TEXT NOT NULL,
    accepts INTEGER NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    by_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (sheet_id, criterion)
) STRICT;

-- Places as they were fixed: `block` by the meeting, `verified` after verification, `decided` by the
-- Council, `corrected` after appeals.
CREATE TABLE score_place (
    round_id INTEGER NOT NULL REFERENCES score_round (id),
    col TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    total INTEGER NOT NULL,
    place INTEGER NOT NULL,                       -- 0: excluded
    parted_by TEXT NOT NULL DEFAULT '',
    tied INTEGER NOT NULL DEFAULT 0,
    excluded_by TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (round_id, col, unit_id)
) STRICT;

CREATE TABLE score_appeal (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    sheet_id INTEGER NOT NULL REFERENCES score_sheet (id),
    text TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',        -- waiting, upheld, rejected
    answer TEXT NOT NULL DEFAULT '',
    answered_by TEXT NOT NULL DEFAULT '',
    answered_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX score_appeal_sheet ON score_appeal (sheet_id, id);

-- How many of an award the blocks of a level may be proposed for; the office's own numbers.
CREATE TABLE score_quota (
    level TEXT NOT NULL,
    award TEXT NOT NULL,
    count INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,                     -- Given out in this order, best places first.
    by_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (level, award)
) STRICT;

-- What a block proposes from its ranking; read when nominations are made.
CREATE TABLE score_proposal (
    round_id INTEGER NOT NULL REFERENCES score_round (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    award TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (round_id, unit_id)
) STRICT;
