-- The first answer to an idempotency key, kept for a day.
CREATE TABLE idempotency (
    account INTEGER NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    request_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (account, key)
) STRICT;
CREATE INDEX idempotency_at ON idempotency (at);
