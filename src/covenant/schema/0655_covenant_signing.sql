-- A text as it was laid before the units to sign: canonical JSON and its SHA-256. Never changed.
CREATE TABLE covenant_edition (
    id INTEGER PRIMARY KEY,
    covenant_id INTEGER NOT NULL REFERENCES covenant (id),
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    hash TEXT NOT NULL,
    state TEXT NOT NULL,                    -- signing, in-force, superseded, withdrawn
    reason TEXT NOT NULL DEFAULT '',        -- of an amendment
    opened_by TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    last_day TEXT,                          -- to sign in time; NULL: none was set
    in_force_on TEXT,
    missing_why TEXT NOT NULL DEFAULT '',   -- why it came into force without everybody's signature
    UNIQUE (covenant_id, number)
) STRICT;

-- Who is asked to sign it.
CREATE TABLE covenant_party (
    edition_id INTEGER NOT NULL REFERENCES covenant_edition (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    joined_later INTEGER NOT NULL DEFAULT 0,
    joined_on TEXT NOT NULL,
    PRIMARY KEY (edition_id, unit_id)
) STRICT;

-- The plans of an edition in columns. unit_id NULL: the block's own.
CREATE TABLE covenant_edition_target (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES covenant_edition (id),
    target_ref TEXT NOT NULL,
    unit_id INTEGER REFERENCES unit (id),
    position INTEGER NOT NULL,
    content TEXT NOT NULL,
    measure TEXT NOT NULL,
    kind TEXT NOT NULL,
    better TEXT NOT NULL,
    roll_up TEXT NOT NULL,
    weight INTEGER NOT NULL,
    source TEXT NOT NULL,
    plan INTEGER,
    plan_text TEXT NOT NULL
) STRICT;
CREATE INDEX covenant_edition_target_of ON covenant_edition_target (edition_id, unit_id, position);

-- Signatures and refusals as they came; of one unit's on one edition the last counts.
CREATE TABLE covenant_signature (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    edition_id INTEGER NOT NULL REFERENCES covenant_edition (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,                     -- signed, refused
    hash TEXT NOT NULL,                     -- of the text that was on the screen
    account TEXT NOT NULL,
    signer TEXT NOT NULL,
    post TEXT NOT NULL,
    rank TEXT NOT NULL DEFAULT '',
    authority_no TEXT NOT NULL DEFAULT '',  -- the paper of who signs for another
    authority_date TEXT,
    reason TEXT NOT NULL DEFAULT '',        -- of a refusal
    late INTEGER NOT NULL DEFAULT 0,
    signed_on TEXT NOT NULL,
    signed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX covenant_signature_of ON covenant_signature (edition_id, unit_id, id);

-- Where each unit stands with the newest edition that is or was in force, else the one being signed.
CREATE VIEW covenant_signature_view AS
SELECT c.ref AS covenant_ref, c.block_id, c.year, c.calendar, e.number AS edition, p.unit_id,
       COALESCE(s.kind, 'waiting') AS state,
       s.signed_on, COALESCE(s.late, 0) AS late, p.joined_later
FROM covenant c
JOIN covenant_edition e ON e.covenant_id = c.id
     AND e.number = COALESCE(c.in_force, (SELECT max(n.number) FROM covenant_edition n
                                          WHERE n.covenant_id = c.id AND n.state = 'signing'))
JOIN covenant_party p ON p.edition_id = e.id
LEFT JOIN covenant_signature s ON s.id = (SELECT max(l.id) FROM covenant_signature l
                                          WHERE l.edition_id = e.id AND l.unit_id = p.unit_id);
