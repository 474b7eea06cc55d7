-- Clauses that covenants are written from. A changed clause gets a new text; the old ones stay.
CREATE TABLE covenant_clause (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    category TEXT NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE covenant_clause_text (
    clause_id INTEGER NOT NULL REFERENCES covenant_clause (id),
    number INTEGER NOT NULL,                -- 1, 2, …; the highest is the one in use
    body TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',        -- why it was changed
    written_by TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (clause_id, number)
) STRICT;

-- What the units of a block agree on for a year: the working text. What is signed is an edition.
CREATE TABLE covenant (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    block_id INTEGER NOT NULL REFERENCES block (id),
    year INTEGER NOT NULL,                  -- of a school year the first
    calendar TEXT NOT NULL,                 -- calendar, school
    state TEXT NOT NULL,                    -- draft, opinions, ready, signing, in-force, mid-year, closed
    theme TEXT NOT NULL DEFAULT '',
    grounds TEXT NOT NULL DEFAULT '',       -- one a line
    place TEXT NOT NULL DEFAULT '',
    signs_on TEXT,                          -- day of the ceremony
    titles TEXT NOT NULL DEFAULT '',        -- what the block aims at
    undertaking TEXT NOT NULL DEFAULT '',
    superior TEXT NOT NULL DEFAULT '',      -- head of the paper: the body above
    witness_post TEXT NOT NULL DEFAULT '',
    witness_rank TEXT NOT NULL DEFAULT '',
    witness_name TEXT NOT NULL DEFAULT '',
    agenda TEXT NOT NULL DEFAULT '',        -- of the ceremony: programme, guests (one a line), launch text
    guests TEXT NOT NULL DEFAULT '',
    launch_text TEXT NOT NULL DEFAULT '',
    in_force INTEGER,                       -- number of the edition in force
    amends_why TEXT NOT NULL DEFAULT '',    -- while an edition in force is being amended
    mid_year_on TEXT,
    closed_on TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (block_id, year, calendar)
) STRICT;

CREATE TABLE covenant_item (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    covenant_id INTEGER NOT NULL REFERENCES covenant (id),
    position INTEGER NOT NULL,
    body TEXT NOT NULL,
    clause_id INTEGER REFERENCES covenant_clause (id),  -- where it was taken from
    clause_number INTEGER
) STRICT;
CREATE INDEX covenant_item_of ON covenant_item (covenant_id, position, id);

-- Values are thousandths.
CREATE TABLE covenant_target (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    covenant_id INTEGER NOT NULL REFERENCES covenant (id),
    position INTEGER NOT NULL,
    content TEXT NOT NULL,
    measure TEXT NOT NULL,
    kind TEXT NOT NULL,                     -- number, text
    better TEXT NOT NULL,                   -- high, low
    roll_up TEXT NOT NULL,                  -- sum, mean, none: the block's result from its units'
    weight INTEGER NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    carrier TEXT NOT NULL DEFAULT '',       -- who sees to it
    plan INTEGER,                           -- the block's
    plan_text TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX covenant_target_of ON covenant_target (covenant_id, position, id);
CREATE TABLE covenant_plan (
    target_id INTEGER NOT NULL REFERENCES covenant_target (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    plan INTEGER,
    plan_text TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (target_id, unit_id)
) STRICT;

-- What one unit says to the draft and aims at.
CREATE TABLE covenant_unit (
    covenant_id INTEGER NOT NULL REFERENCES covenant (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    titles TEXT NOT NULL DEFAULT '',
    opinion TEXT NOT NULL DEFAULT '',       -- agree, remarks
    opinion_text TEXT NOT NULL DEFAULT '',
    opinion_by TEXT NOT NULL DEFAULT '',
    opinion_on TEXT,
    PRIMARY KEY (covenant_id, unit_id)
) STRICT;
