CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    slot TEXT NOT NULL,                 -- one job per kind and slot
    args TEXT NOT NULL,                 -- JSON object
    due INTEGER NOT NULL,               -- not before this instant
    state TEXT NOT NULL,                -- waiting, running, done, failed, cancelled
    cancel_wanted INTEGER NOT NULL DEFAULT 0,
    progress INTEGER NOT NULL DEFAULT 0,
    total INTEGER,                      -- NULL while unknown
    error TEXT NOT NULL DEFAULT '',     -- JSON: problems, when failed
    result TEXT NOT NULL DEFAULT '{}',  -- JSON object for the page that started it
    account INTEGER NOT NULL,           -- who asked; 0 for the system
    asked_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    owner TEXT NOT NULL DEFAULT '',     -- the runner that has it
    lease_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX job_slot ON job (kind, slot);
CREATE INDEX job_due ON job (state, due);
CREATE INDEX job_account ON job (account, id);

CREATE TABLE job_line (
    job_id INTEGER NOT NULL REFERENCES job (id),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sentence TEXT NOT NULL,             -- locale key
    args TEXT NOT NULL DEFAULT '{}',    -- JSON object
    PRIMARY KEY (job_id, seq)
) STRICT;

CREATE TABLE job_file (
    job_id INTEGER PRIMARY KEY REFERENCES job (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
