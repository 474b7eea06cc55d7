-- Ballots of named persons, such as a council, beside those of a block's units; a share of its own
-- for a line; and what is known of shares that wait.
ALTER TABLE voting_session ADD COLUMN body_name TEXT NOT NULL DEFAULT '';       -- of a session without block
ALTER TABLE voting_session ADD COLUMN body_unit INTEGER REFERENCES unit (id);   -- whose body that is

ALTER TABLE voting_line ADD COLUMN share_numerator INTEGER;                     -- NULL: the session's
ALTER TABLE voting_line ADD COLUMN share_denominator INTEGER;
ALTER TABLE voting_line ADD COLUMN share_more_than INTEGER;

-- An elector is a unit of the block, or an account.
CREATE TABLE voting_roll (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES voting_session (id),
    unit_id INTEGER REFERENCES unit (id),       -- the unit itself, or the person's
    account INTEGER REFERENCES account (id),    -- NULL: the unit votes, by its head
    person TEXT NOT NULL DEFAULT '',            -- code of the account's person
    name TEXT NOT NULL,
    way TEXT NOT NULL DEFAULT '',               -- '', electronic, paper
    UNIQUE (session_id, account)
) STRICT;
INSERT INTO voting_roll (session_id, unit_id, name, way)
SELECT session_id, unit_id, name, way FROM voting_elector ORDER BY id;

CREATE TABLE voting_box (
    elector_id INTEGER PRIMARY KEY REFERENCES voting_roll (id),
    sealed BLOB NOT NULL
) STRICT;
INSERT INTO voting_box (elector_id, sealed)
SELECT r.id, s.sealed FROM voting_sealed s JOIN voting_elector e ON e.id = s.elector_id
JOIN voting_roll r ON r.session_id = e.session_id AND r.unit_id = e.unit_id;

DROP TABLE voting_sealed;
DROP TABLE voting_elector;
ALTER TABLE voting_roll RENAME TO voting_elector;
ALTER TABLE voting_box RENAME TO voting_sealed;
CREATE UNIQUE INDEX voting_elector_once ON voting_elector (session_id, unit_id) WHERE account IS NULL;
CREATE INDEX voting_elector_unit ON voting_elector (unit_id, session_id);
CREATE INDEX voting_elector_account ON voting_elector (account, session_id);

-- That a teller has entered their share, never what it is: the share itself waits in the memory of
-- one server process, and whoever finds this without the share knows that it has to be entered anew.
CREATE TABLE voting_waiting (
    session_id INTEGER NOT NULL REFERENCES voting_session (id),
    teller INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (session_id, teller)
) STRICT;
