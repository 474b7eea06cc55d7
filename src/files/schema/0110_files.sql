CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,                -- what it belongs to: decision:ab3…
    name TEXT NOT NULL,                 -- as the sender named it, without folders
    media_type TEXT NOT NULL,           -- found from the bytes
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    marking INTEGER NOT NULL DEFAULT 0,
    added_by TEXT NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX file_owner ON file (owner, id);

CREATE TABLE file_chunk (
    file_id INTEGER NOT NULL REFERENCES file (id),
    seq INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (file_id, seq)
) STRICT;
