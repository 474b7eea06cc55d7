-- Meetings of a body: a block in a year; councils come later by the same tables.
CREATE TABLE meeting (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,                     -- block, council
    block_id INTEGER REFERENCES block (id),
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,                     -- preparatory, launch, thematic, mid-year, year-end
    title TEXT NOT NULL,
    day TEXT NOT NULL,
    starts TEXT NOT NULL,                   -- HH:MM
    place TEXT NOT NULL,
    guests TEXT NOT NULL DEFAULT '',        -- one a line
    agenda TEXT NOT NULL,                   -- one item a line
    state TEXT NOT NULL,                    -- planned, called, held, signed, cancelled
    cancel_reason TEXT NOT NULL DEFAULT '',
    quorum_percent INTEGER NOT NULL,        -- more than this share of the members
    number TEXT NOT NULL DEFAULT '',
    chair TEXT NOT NULL DEFAULT '',         -- post and name, as in the minutes
    secretary TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL DEFAULT '',
    opinions TEXT NOT NULL DEFAULT '',
    conclusions TEXT NOT NULL DEFAULT '',
    ends TEXT NOT NULL DEFAULT '',          -- HH:MM
    chair_account INTEGER,
    chair_signed_by TEXT NOT NULL DEFAULT '',
    chair_signed_at INTEGER,
    secretary_account INTEGER,
    secretary_signed_by TEXT NOT NULL DEFAULT '',
    secretary_signed_at INTEGER,
    hash TEXT NOT NULL DEFAULT '',          -- SHA-256 of the signed minutes in canonical form
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX meeting_block ON meeting (block_id, year, day, id);

CREATE TABLE meeting_attendee (
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    presence TEXT NOT NULL DEFAULT '',      -- '' not yet said, present, represented, absent
    name TEXT NOT NULL DEFAULT '',          -- who came
    reason TEXT NOT NULL DEFAULT '',        -- of an absence
    PRIMARY KEY (meeting_id, unit_id)
) STRICT;
CREATE INDEX meeting_attendee_unit ON meeting_attendee (unit_id);

-- A fact for scoring: absent from a block's meeting by its signed minutes.
CREATE VIEW meeting_absence_view AS
SELECT m.block_id AS block_id, m.year AS year, a.unit_id AS unit_id, m.id AS meeting_id,
       m.ref AS meeting_ref, m.kind AS kind, m.title AS title, m.day AS day, a.reason AS reason
FROM meeting_attendee a JOIN meeting m ON m.id = a.meeting_id
WHERE m.body = 'block' AND m.state = 'signed' AND a.presence = 'absent';
