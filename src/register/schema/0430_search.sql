-- What search, sheets and summaries read by.

-- Lists of a unit's awards: everything they filter and count by, so that the award itself is read only
-- for the rows of the page.
DROP INDEX award_unit;
CREATE INDEX award_unit ON award (unit_id, award, year, decided_on, state, marking, mode, subject_kind);
CREATE INDEX award_kind ON award (award, year, decided_on);
CREATE INDEX award_day_order ON award (decided_on, id);

-- award_tally without unit, sex and direct worker: what the whole register's summary adds up. Kept
-- by the same code, src/register/tally.*.
CREATE TABLE award_day (
    decided_on TEXT NOT NULL,
    award TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    marking INTEGER NOT NULL,
    awards INTEGER NOT NULL,
    PRIMARY KEY (decided_on, award, subject_kind, marking)
) WITHOUT ROWID, STRICT;
CREATE INDEX award_day_empty ON award_day (awards) WHERE awards = 0;
CREATE INDEX award_tally_unit ON award_tally (unit_id, decided_on);
