-- Spellings as people wrote them, to show and edit; `award_spelling.spelling` is the folded key.
ALTER TABLE award_spelling ADD COLUMN written TEXT NOT NULL DEFAULT '';

-- A decision is one paper; the same number may stand in the register under another marking.
DROP INDEX decision_paper;
CREATE UNIQUE INDEX decision_paper ON decision (number_key, decided_on, authority, marking);

-- Awards become public one by one: what is added to a public decision waits for its own release.
ALTER TABLE award ADD COLUMN released INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decision ADD COLUMN additions INTEGER NOT NULL DEFAULT 0;  -- 1: public, and something was added since
CREATE INDEX decision_unreleased ON decision (decided_on, id) WHERE wants_public = 1 AND marking = 0 AND released_by = '';
CREATE INDEX decision_additions ON decision (decided_on, id) WHERE additions = 1;
ALTER TABLE award ADD COLUMN entered_by TEXT NOT NULL DEFAULT '';      -- '' when an import brought it
ALTER TABLE award ADD COLUMN revoke_reason TEXT NOT NULL DEFAULT '';

CREATE INDEX award_import_rows ON award (import_id) WHERE import_id IS NOT NULL;

-- Marked awards are few; what is entered is compared with them.
CREATE INDEX award_marked ON award (subject_kind, subject_id) WHERE marking > 0;

-- The later paper that orders a correction; NULL when the entry is made equal to its own paper.
ALTER TABLE correction ADD COLUMN paper_id INTEGER REFERENCES decision (id);
CREATE INDEX correction_decision ON correction (decision_id, id);
CREATE INDEX correction_award ON correction (award_id, id);
CREATE INDEX correction_open ON correction (state, id);

-- Entries that met a marked record their writer may not know of: accepted alike, kept here for an
-- officer cleared for the marked record.
CREATE TABLE collision_queue (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,                 -- paper, number, award
    decision_id INTEGER NOT NULL REFERENCES decision (id),      -- as entered
    award_id INTEGER REFERENCES award (id),
    met_decision_id INTEGER NOT NULL REFERENCES decision (id),  -- the marked record
    met_award_id INTEGER REFERENCES award (id),
    marking INTEGER NOT NULL,           -- of the marked record
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open', -- open, kept, withdrawn
    note TEXT NOT NULL DEFAULT '',
    answered_by TEXT NOT NULL DEFAULT '',
    answered_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX collision_open ON collision_queue (state, id);

-- Cells of the tally that have run empty are removed; this finds them.
CREATE INDEX award_tally_empty ON award_tally (awards) WHERE awards = 0;
