-- Meetings of a council: persons come, not units.
ALTER TABLE meeting ADD COLUMN body_name TEXT NOT NULL DEFAULT '';      -- of a council
ALTER TABLE meeting ADD COLUMN body_unit INTEGER REFERENCES unit (id);  -- whose council it is

CREATE TABLE meeting_person (
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    account INTEGER NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,                     -- as when the meeting was planned
    presence TEXT NOT NULL DEFAULT '',      -- '' not yet said, present, absent
    reason TEXT NOT NULL DEFAULT '',        -- of an absence
    PRIMARY KEY (meeting_id, account)
) STRICT;
CREATE INDEX meeting_person_account ON meeting_person (account, meeting_id);
