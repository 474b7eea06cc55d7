-- Units, dated. `unit` holds what is true today (or was last), `unit_state` what was true when.
CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,                 -- as written: K207-05A
    code_key TEXT NOT NULL UNIQUE,      -- folded
    kind TEXT NOT NULL,                 -- vocabulary unit-kind; 'nhom' ad-hoc collective, 'ngoai' outside the Board
    name TEXT NOT NULL,                 -- newest name
    search_key TEXT NOT NULL,
    sort_key BLOB NOT NULL,
    parent_id INTEGER REFERENCES unit (id),
    path TEXT NOT NULL,                 -- '/BAN/K101/': codes from the top, by today's tree
    valid_from TEXT NOT NULL,
    valid_to TEXT,                      -- last day it exists, inclusive; NULL while it stands
    offline INTEGER NOT NULL DEFAULT 0, -- site without network
    head_decides TEXT NOT NULL DEFAULT '',  -- award codes its head may decide, ';' between
    confirmed INTEGER NOT NULL DEFAULT 1,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX unit_path_at ON unit (path);
CREATE INDEX unit_parent ON unit (parent_id);

-- Deciding paper of each act on the tree.
CREATE TABLE unit_act (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                 -- create, rename, move, split, merge, dissolve, import
    on_date TEXT NOT NULL,
    paper_no TEXT NOT NULL DEFAULT '',
    paper_date TEXT,
    note TEXT NOT NULL DEFAULT '',
    done_by TEXT NOT NULL,
    done_at INTEGER NOT NULL
) STRICT;

-- Name, kind and parent of a unit from valid_from to valid_to, both inclusive; without holes while it lives.
CREATE TABLE unit_state (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    name TEXT NOT NULL,
    search_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_id INTEGER REFERENCES unit (id),
    act_id INTEGER NOT NULL REFERENCES unit_act (id),
    PRIMARY KEY (unit_id, valid_from)
) STRICT;

-- What a unit was before. One predecessor and one successor is a rename under a new code.
CREATE TABLE unit_link (
    predecessor_id INTEGER NOT NULL REFERENCES unit (id),
    successor_id INTEGER NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,                 -- rename, merge, split
    on_date TEXT NOT NULL,
    PRIMARY KEY (predecessor_id, successor_id)
) STRICT;
CREATE INDEX unit_link_successor ON unit_link (successor_id);

-- People: staff of today and before, and outside persons and households (origin).
CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    code_key TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL DEFAULT 'staff',   -- staff, outside, household
    full_name TEXT NOT NULL,
    search_key TEXT NOT NULL,
    sort_key BLOB NOT NULL,             -- given name first
    birth_date TEXT,
    sex TEXT NOT NULL DEFAULT '',
    category TEXT NOT NULL DEFAULT '',
    rank TEXT NOT NULL DEFAULT '',      -- today's, as are position, unit and direct_worker
    position TEXT NOT NULL DEFAULT '',
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    direct_worker INTEGER,              -- 1, 0, NULL unknown
    joined TEXT,                        -- first day of continuous service
    sector_joined TEXT,
    left_on TEXT,
    left_reason TEXT NOT NULL DEFAULT '',
    retires TEXT,
    ethnicity TEXT NOT NULL DEFAULT '',
    education TEXT NOT NULL DEFAULT '',
    party_joined TEXT,
    merged_into INTEGER REFERENCES person (id),  -- set while this entry is merged into another
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX person_unit ON person (unit_id, sort_key);
CREATE INDEX person_name ON person (search_key);
CREATE INDEX person_order ON person (sort_key, code_key);

-- Words of names, for search by prefix in the order lists are shown in.
CREATE TABLE name_word (
    word TEXT NOT NULL,
    subject_kind TEXT NOT NULL,         -- person, unit
    sort_key BLOB NOT NULL,
    subject_id INTEGER NOT NULL,
    PRIMARY KEY (word, subject_kind, sort_key, subject_id)
) WITHOUT ROWID, STRICT;

CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    position TEXT NOT NULL DEFAULT '',
    rank TEXT NOT NULL DEFAULT '',
    from_on TEXT NOT NULL,
    to_on TEXT,
    coefficient INTEGER,                -- hundredths
    direct_worker INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX post_person ON post (person_id, from_on);

CREATE TABLE transfer (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    person_id INTEGER NOT NULL REFERENCES person (id),
    from_unit_id INTEGER NOT NULL REFERENCES unit (id),
    to_unit_id INTEGER NOT NULL REFERENCES unit (id),
    on_date TEXT NOT NULL,
    opinion INTEGER NOT NULL DEFAULT 0, -- the old unit's opinion is filed
    state TEXT NOT NULL,                -- proposed, confirmed, refused, withdrawn
    reason TEXT NOT NULL DEFAULT '',
    proposed_by TEXT NOT NULL,
    answered_by TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX transfer_person ON transfer (person_id, on_date);

-- Facts of years and periods. subject_kind: person, unit.
CREATE TABLE rating (
    id INTEGER PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    rating TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (subject_kind, subject_id, year)
) STRICT;
CREATE TABLE initiative (
    id INTEGER PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    title TEXT NOT NULL,
    level TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'sang-kien',
    share INTEGER,                      -- per cent
    decision_no TEXT NOT NULL DEFAULT '',
    decision_date TEXT,
    marking INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX initiative_subject ON initiative (subject_kind, subject_id, year);
CREATE TABLE discipline (
    id INTEGER PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT,                         -- NULL: still running
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX discipline_subject ON discipline (subject_kind, subject_id, from_on);
CREATE TABLE pending_case (
    id INTEGER PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    from_on TEXT NOT NULL,
    cleared_on TEXT,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX pending_case_subject ON pending_case (subject_kind, subject_id, from_on);
CREATE TABLE absence (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT,
    result TEXT NOT NULL DEFAULT '',    -- study-result
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX absence_person ON absence (person_id, from_on);
CREATE TABLE unit_year (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,
    party_clean INTEGER,
    total INTEGER,
    completed INTEGER,
    advanced INTEGER,
    cstd_co_so INTEGER,
    disciplined INTEGER,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (unit_id, year)
) STRICT;
-- "This kind is fully entered for that unit and year": absent then means it did not happen.
CREATE TABLE completeness (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,                 -- an import kind: ratings, initiatives, awards, …
    year INTEGER NOT NULL,
    declared_by TEXT NOT NULL,
    declared_at INTEGER NOT NULL,
    PRIMARY KEY (unit_id, kind, year)
) STRICT;

-- Emulation blocks (khối): members per year.
CREATE TABLE block (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    level TEXT NOT NULL DEFAULT 'ban',  -- block-level
    owner_unit_id INTEGER REFERENCES unit (id),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE block_member (
    block_id INTEGER NOT NULL REFERENCES block (id),
    year INTEGER NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    role TEXT NOT NULL DEFAULT 'member',
    rank INTEGER,
    PRIMARY KEY (block_id, year, unit_id)
) STRICT;
CREATE INDEX block_member_unit ON block_member (unit_id, year);

-- Merges of entries that were one person: compensable.
CREATE TABLE person_merge (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    kept_id INTEGER NOT NULL REFERENCES person (id),
    merged_id INTEGER NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    moved TEXT NOT NULL,                -- JSON: what was re-pointed, so that it can be undone
    done_by TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    undone_by TEXT NOT NULL DEFAULT '',
    undone_at INTEGER
) STRICT;

-- What later folders may join (read only).
CREATE VIEW unit_scope AS SELECT id AS unit_id, code, path FROM unit;
