-- Movements: what they are, whom they follow, what they carry out, how they went.
CREATE TABLE movement (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,              -- PT-2025-001
    kind TEXT NOT NULL,                     -- regular, thematic, peak, surge
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,                 -- search_key of code and name
    theme TEXT NOT NULL DEFAULT '',
    motto TEXT NOT NULL DEFAULT '',
    grounds TEXT NOT NULL DEFAULT '',
    aims TEXT NOT NULL DEFAULT '',
    contents TEXT NOT NULL DEFAULT '',
    criteria TEXT NOT NULL DEFAULT '',
    subjects TEXT NOT NULL DEFAULT '',
    awards TEXT NOT NULL DEFAULT '',
    plan TEXT NOT NULL DEFAULT '',
    budget TEXT NOT NULL DEFAULT '',
    level TEXT NOT NULL,                    -- who launches it: central, ministry, unit
    reach TEXT NOT NULL,                    -- how far: nation, sector, block, unit
    owner_unit_id INTEGER NOT NULL REFERENCES unit (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    interim_on TEXT,                        -- planned days of the reviews
    final_on TEXT,
    paper_number TEXT NOT NULL DEFAULT '',  -- the deciding paper
    paper_date TEXT,
    paper_signer TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,                    -- life.h
    launched_on TEXT,
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    submitted_by TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX movement_by_owner ON movement (owner_unit_id, state, id);
CREATE INDEX movement_by_start ON movement (starts_on, id);

-- The movements it answers, of this register or outside it.
CREATE TABLE movement_superior (
    movement_id INTEGER NOT NULL REFERENCES movement (id),
    position INTEGER NOT NULL,
    superior_id INTEGER REFERENCES movement (id),
    name TEXT NOT NULL,
    PRIMARY KEY (movement_id, position)
) WITHOUT ROWID, STRICT;

-- The items of resolutions and campaigns it carries out.
CREATE TABLE movement_link (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    movement_id INTEGER NOT NULL REFERENCES movement (id),
    kind TEXT NOT NULL,                     -- resolution, directive, plan, campaign, circular
    name TEXT NOT NULL,
    number TEXT NOT NULL DEFAULT '',
    dated TEXT,
    item TEXT NOT NULL,                     -- the part of it that is carried out
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX movement_link_of ON movement_link (movement_id, id);

-- What addressed units say of a draft.
CREATE TABLE movement_opinion (
    id INTEGER PRIMARY KEY,
    movement_id INTEGER NOT NULL REFERENCES movement (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    asked_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    answer TEXT NOT NULL DEFAULT '',        -- '' none yet, agree, agree-but, disagree
    text TEXT NOT NULL DEFAULT '',
    answered_by TEXT NOT NULL DEFAULT '',
    answered_at INTEGER,
    UNIQUE (movement_id, unit_id)
) STRICT;

-- Every step of its life.
CREATE TABLE movement_step (
    id INTEGER PRIMARY KEY,
    movement_id INTEGER NOT NULL REFERENCES movement (id),
    step TEXT NOT NULL,                     -- life.h
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    on_day TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    by_account TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX movement_step_of ON movement_step (movement_id, id);

CREATE TABLE movement_review (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    movement_id INTEGER NOT NULL REFERENCES movement (id),
    kind TEXT NOT NULL,                     -- interim, final
    held_on TEXT NOT NULL,
    text TEXT NOT NULL,
    result TEXT NOT NULL DEFAULT '',
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX movement_review_of ON movement_review (movement_id, held_on, id);
