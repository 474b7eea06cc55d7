-- The award catalogue: law/awards.csv, and what the office adds.
CREATE TABLE award_type (
    code TEXT PRIMARY KEY,
    subject TEXT NOT NULL,              -- person, unit, any
    kind TEXT NOT NULL,                 -- title, commendation, order, medal, honorary
    level TEXT NOT NULL,                -- base, board, ministry, state
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',
    authority TEXT NOT NULL DEFAULT '', -- who decides, when a row does not say
    valid_from TEXT,
    valid_to TEXT,
    recorded_only INTEGER NOT NULL DEFAULT 0,  -- outside our competence, recorded only
    builtin INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL,          -- order in lists
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE award_spelling (
    spelling TEXT PRIMARY KEY,          -- folded name, alias or code
    award TEXT NOT NULL REFERENCES award_type (code)
) STRICT;

-- A paper. An award exists because a decision exists.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,           -- address_of(authority, number, date)
    number TEXT NOT NULL,               -- full number and symbol: 512/QĐ-BCY
    number_key TEXT NOT NULL,           -- folded, blanks out
    search_key TEXT NOT NULL,           -- without diacritics: 512/qd-bcy
    decided_on TEXT NOT NULL,
    authority TEXT NOT NULL,            -- vocabulary authority, or an office's own words
    kind TEXT NOT NULL DEFAULT 'commend',   -- commend, correct, revoke
    corrects_id INTEGER REFERENCES decision (id),   -- the paper this one corrects or revokes
    title TEXT NOT NULL DEFAULT '',     -- trích yếu
    marking INTEGER NOT NULL DEFAULT 0,
    wants_public INTEGER NOT NULL DEFAULT 0,
    released_by TEXT NOT NULL DEFAULT '',   -- second person; '' while not public
    released_at INTEGER,
    import_id INTEGER,                  -- the import that first brought it
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX decision_paper ON decision (number_key, decided_on, authority);
CREATE INDEX decision_search ON decision (search_key);
CREATE INDEX decision_day ON decision (decided_on, id);

CREATE TABLE award (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL,                  -- address within its decision
    decision_id INTEGER NOT NULL REFERENCES decision (id),
    subject_kind TEXT NOT NULL,         -- person, unit
    subject_id INTEGER NOT NULL,
    award TEXT NOT NULL REFERENCES award_type (code),
    decided_on TEXT NOT NULL,           -- of the decision
    year INTEGER,                       -- achievement year; last year of a school year or period; NULL unknown
    year_from INTEGER,                  -- first year of a period of several years (from/to) or school year
    school_year INTEGER NOT NULL DEFAULT 0,
    mode TEXT NOT NULL DEFAULT '',      -- vocabulary mode; '' not stated
    movement TEXT NOT NULL DEFAULT '',
    citation TEXT NOT NULL DEFAULT '',
    -- Facts frozen as on the day of the decision.
    subject_name TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),  -- the person's unit on that day; the unit itself
    unit_name TEXT NOT NULL,            -- its name on that day
    rank TEXT NOT NULL DEFAULT '',
    position TEXT NOT NULL DEFAULT '',
    sex TEXT NOT NULL DEFAULT '',
    direct_worker INTEGER,
    target_group TEXT NOT NULL DEFAULT '',
    -- Where each frozen fact comes from, one letter each in the order name, unit, rank, position, sex,
    -- direct_worker, target_group: s stated in the paper, p known from dated posts, a assumed from
    -- today, u unknown.
    sources TEXT NOT NULL,
    submitting_unit_id INTEGER REFERENCES unit (id),
    certificate_no TEXT NOT NULL DEFAULT '',
    amount INTEGER,                     -- đồng
    posthumous INTEGER NOT NULL DEFAULT 0,
    marking INTEGER NOT NULL DEFAULT 0,     -- at least its decision's
    state TEXT NOT NULL DEFAULT 'valid',    -- valid, revoked, withdrawn (import undone)
    revoked_by_id INTEGER REFERENCES decision (id),
    import_id INTEGER,
    import_row INTEGER,
    checked_by TEXT NOT NULL DEFAULT '',    -- checked against the original
    checked_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX award_subject ON award (subject_kind, subject_id, decided_on);
CREATE INDEX award_decision ON award (decision_id, ref);
CREATE INDEX award_unit ON award (unit_id, award, year);

-- Corrections of an entry against the signed paper: the old value stays here for ever.
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    award_id INTEGER REFERENCES award (id),
    decision_id INTEGER NOT NULL REFERENCES decision (id),
    before TEXT NOT NULL,               -- JSON of the changed fields
    after TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,                -- proposed, confirmed, refused
    proposed_by TEXT NOT NULL,
    proposed_at INTEGER NOT NULL,
    answered_by TEXT NOT NULL DEFAULT '',
    answered_at INTEGER,
    answer TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Imports of any kind: the file, what was read, what came of it.
CREATE TABLE import_run (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    filename TEXT NOT NULL,
    file_hash TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,                -- uploaded, checked, stored, undone, cancelled
    settings TEXT NOT NULL DEFAULT '{}',    -- JSON: column matching, values for all rows, sheets
    accepted INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    report TEXT NOT NULL DEFAULT '{}',      -- JSON of interfaces.md
    done_by TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    undone_by TEXT NOT NULL DEFAULT '',
    undone_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Awards counted by day, award, kind of subject and frozen unit, for summaries of any size. Kept by
-- src/register/tally.*; the sum of `awards` over all rows equals the number of valid awards.
CREATE TABLE award_tally (
    decided_on TEXT NOT NULL,
    award TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    marking INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    sex TEXT NOT NULL,
    direct_worker INTEGER NOT NULL,     -- 1, 0, 2 unknown
    awards INTEGER NOT NULL,
    PRIMARY KEY (decided_on, award, subject_kind, marking, unit_id, sex, direct_worker)
) WITHOUT ROWID, STRICT;
