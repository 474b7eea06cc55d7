CREATE TABLE inbox_item (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    dedup TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,                 -- task, notice
    account INTEGER NOT NULL DEFAULT 0, -- to this account, or, when 0,
    permission TEXT NOT NULL DEFAULT '',    -- to holders of this permission
    unit_path TEXT NOT NULL DEFAULT '',     -- over this unit
    except_account INTEGER NOT NULL DEFAULT 0,  -- but not to this one: a second person is wanted
    marking INTEGER NOT NULL DEFAULT 0,
    sentence TEXT NOT NULL,             -- locale key
    args TEXT NOT NULL DEFAULT '{}',    -- JSON: its arguments
    link TEXT NOT NULL DEFAULT '',
    deadline TEXT,
    created_at INTEGER NOT NULL,
    done_at INTEGER,
    done_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX inbox_account ON inbox_item (account, done_at);
CREATE INDEX inbox_permission ON inbox_item (permission, done_at);

-- Notices that a reader has put away.
CREATE TABLE inbox_seen (
    item_id INTEGER NOT NULL REFERENCES inbox_item (id),
    account INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (item_id, account)
) STRICT;
