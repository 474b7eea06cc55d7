-- Changed rule files: of the law itself, or the award regulation of a body. Each is drafted by one
-- person and activated by another, for dossiers received from a day on; nothing is ever taken out.
CREATE TABLE law_pack (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,                     -- of the file it stands for: law/act-06-2022/titles.yaml
    unit_id INTEGER REFERENCES unit (id),   -- whose regulation it is; NULL: the law itself
    bytes TEXT NOT NULL,
    hash TEXT NOT NULL,                     -- SHA-256 of bytes
    base_hash TEXT NOT NULL,                -- of the file it was made from; '' a new one
    applies_from TEXT NOT NULL,             -- first day of receipt
    reason TEXT NOT NULL,
    passed INTEGER NOT NULL,                -- legal cases, when it was drafted
    failed INTEGER NOT NULL,
    report TEXT NOT NULL,                   -- JSON: failures and changed verdicts
    state TEXT NOT NULL,                    -- waiting, standing, rejected
    activation INTEGER,                     -- order of activation
    pack_version TEXT NOT NULL DEFAULT '',  -- content of the whole set once it was activated
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at INTEGER,
    decided_reason TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX law_pack_active ON law_pack (state, applies_from, activation);
