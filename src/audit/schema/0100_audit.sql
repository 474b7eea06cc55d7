CREATE TABLE audit_line (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    unit_path TEXT NOT NULL DEFAULT '',
    marking INTEGER NOT NULL DEFAULT 0,
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT '',
    request TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_subject ON audit_line (subject, seq);
CREATE INDEX audit_what ON audit_line (what, seq);

-- What the ledger will be built on: public acts in canonical JSON.
CREATE TABLE public_act (
    seq INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Settings of this installation: secret (for addresses), demo calendar, office name …
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Counters that tell other processes that something cached has changed.
CREATE TABLE change_seq (
    topic TEXT PRIMARY KEY,
    seq INTEGER NOT NULL
) STRICT;
