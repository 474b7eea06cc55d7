-- The awards of all subjects are read from the index alone: the rows themselves are wide, and what
-- a history needs of them is a fifth.
DROP INDEX award_subject;
CREATE INDEX award_subject ON award (subject_kind, subject_id, decided_on, award, year, mode, marking, state);
