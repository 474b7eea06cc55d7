-- Secret ballots of the units of a block: what is voted on, who may, what came out.
CREATE TABLE voting_session (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    block_id INTEGER REFERENCES block (id),     -- NULL is kept for other bodies
    year INTEGER NOT NULL,
    purpose TEXT NOT NULL,                      -- award, tie, head, other
    title TEXT NOT NULL,
    state TEXT NOT NULL,                        -- preparing, keys, open, closed, counted, settled, void
    method TEXT NOT NULL,                       -- yes-no, choose
    at_most INTEGER NOT NULL,                   -- choose: lines a ballot may mark
    share_numerator INTEGER NOT NULL,
    share_denominator INTEGER NOT NULL,
    share_more_than INTEGER NOT NULL,
    seats INTEGER,
    own_vote INTEGER NOT NULL,                  -- a unit may vote on its own line
    revote INTEGER NOT NULL,                    -- the last of several ballots counts
    counts_shown INTEGER NOT NULL,              -- 0: only passed or not is told
    closes_at INTEGER NOT NULL,
    after_id INTEGER REFERENCES voting_session (id),
    after_reason TEXT NOT NULL DEFAULT '',
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    close_reason TEXT NOT NULL DEFAULT '',
    counted_at INTEGER,
    returned INTEGER NOT NULL DEFAULT 0,        -- ballots in the box, paper among them
    spoilt INTEGER NOT NULL DEFAULT 0,          -- of them, paper ones that count for nobody
    void_reason TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX voting_session_block ON voting_session (block_id, year, id);

CREATE TABLE voting_teller (
    session_id INTEGER NOT NULL REFERENCES voting_session (id),
    place INTEGER NOT NULL,                     -- 1, 2
    account INTEGER NOT NULL REFERENCES account (id),
    public_key BLOB,
    confirmed INTEGER NOT NULL DEFAULT 0,       -- the share was typed back rightly
    PRIMARY KEY (session_id, place)
) STRICT;
CREATE INDEX voting_teller_account ON voting_teller (account, session_id);

CREATE TABLE voting_line (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES voting_session (id),
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,                         -- unit, person
    code TEXT NOT NULL,
    name TEXT NOT NULL,                         -- as when it was prepared
    unit_name TEXT NOT NULL,                    -- of a person
    unit_id INTEGER REFERENCES unit (id),       -- the unit itself, or the person's
    award TEXT NOT NULL,                        -- what is proposed, in words
    UNIQUE (session_id, place)
) STRICT;

-- The roll, fixed before the keys are made: everyone entitled, the base of every share.
CREATE TABLE voting_elector (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES voting_session (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    way TEXT NOT NULL DEFAULT '',               -- '', electronic, paper
    UNIQUE (session_id, unit_id)
) STRICT;
CREATE INDEX voting_elector_unit ON voting_elector (unit_id, session_id);

-- Ballots as they lie in the box. Every elector has a row of its full length from the opening on, so
-- that casting changes bytes in their place and no earlier copy is left behind; erased at the count.
CREATE TABLE voting_sealed (
    elector_id INTEGER PRIMARY KEY REFERENCES voting_elector (id),
    sealed BLOB NOT NULL
) STRICT;

-- What came out: no voter, no time, no order but that of a random key.
CREATE TABLE voting_choice (
    session_id INTEGER NOT NULL REFERENCES voting_session (id),
    line_id INTEGER NOT NULL REFERENCES voting_line (id),
    key TEXT NOT NULL,
    choice INTEGER NOT NULL,                    -- 0 neither, 1 for, 2 against
    PRIMARY KEY (session_id, line_id, key)
) WITHOUT ROWID, STRICT;

-- Totals of the paper ballots as each teller read them; erased when they have gone into the choices.
CREATE TABLE voting_paper (
    session_id INTEGER NOT NULL REFERENCES voting_session (id),
    teller INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    spoilt INTEGER NOT NULL,
    PRIMARY KEY (session_id, teller)
) STRICT;
CREATE TABLE voting_paper_line (
    session_id INTEGER NOT NULL REFERENCES voting_session (id),
    teller INTEGER NOT NULL,
    line_id INTEGER NOT NULL REFERENCES voting_line (id),
    in_favour INTEGER NOT NULL,
    against INTEGER NOT NULL,
    PRIMARY KEY (session_id, teller, line_id)
) STRICT;

-- The minutes of the count, as the chair signed them.
CREATE TABLE voting_minutes (
    session_id INTEGER PRIMARY KEY REFERENCES voting_session (id),
    number TEXT NOT NULL,
    held_at TEXT NOT NULL,                      -- the place
    chair TEXT NOT NULL,
    secretary TEXT NOT NULL,
    remarks TEXT NOT NULL,
    signed_by TEXT NOT NULL,
    signed_at INTEGER NOT NULL
) STRICT;
