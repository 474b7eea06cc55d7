-- Accounts. A password hash is argon2id's own string; a first-login code is random, so a plain hash
-- of it is enough. `unit` is the code of the unit whose managers look after the account.
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,      -- folded: what is typed at log-in
    display_name TEXT NOT NULL,
    search_key TEXT NOT NULL,
    sort_key BLOB NOT NULL,             -- given name first
    person TEXT NOT NULL DEFAULT '',    -- code of the person it belongs to
    unit TEXT NOT NULL DEFAULT '',      -- '' for accounts of the whole office
    language TEXT NOT NULL DEFAULT 'vi',
    password_hash TEXT NOT NULL DEFAULT '',
    code_hash TEXT NOT NULL DEFAULT '', -- first-login code, valid once
    code_expires INTEGER,
    must_change INTEGER NOT NULL DEFAULT 0,
    disabled INTEGER NOT NULL DEFAULT 0,
    demo INTEGER NOT NULL DEFAULT 0,    -- signs in from this machine only
    totp_secret BLOB,                   -- wrapped by the key file
    totp_step INTEGER NOT NULL DEFAULT 0,   -- last step used, so that no code works twice
    created_at INTEGER NOT NULL,
    signed_in_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX account_order ON account (sort_key, name_key);
CREATE INDEX account_unit ON account (unit);
CREATE INDEX account_person ON account (person);

CREATE TABLE recovery_code (
    account_id INTEGER NOT NULL REFERENCES account (id),
    code_hash TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (account_id, code_hash)
) STRICT;

-- A role over the part of the unit tree below `unit` ('' is everything), from from_on to to_on inclusive.
CREATE TABLE role_grant (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    unit TEXT NOT NULL DEFAULT '',
    from_on TEXT NOT NULL,
    to_on TEXT,
    granted_by TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    revoked_by TEXT NOT NULL DEFAULT '',
    revoked_at INTEGER
) STRICT;
CREATE INDEX role_grant_account ON role_grant (account_id, from_on);

-- Who may read up to which marking, by which paper.
CREATE TABLE clearance (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account (id),
    marking INTEGER NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT,
    paper_no TEXT NOT NULL,
    paper_date TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    revoked_by TEXT NOT NULL DEFAULT '',
    revoked_at INTEGER
) STRICT;
CREATE INDEX clearance_account ON clearance (account_id, from_on);

-- Authority lent by a paper. What it is worth is cut to the giver's own rights each time it is used.
CREATE TABLE delegation (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    giver_id INTEGER NOT NULL REFERENCES account (id),
    taker_id INTEGER NOT NULL REFERENCES account (id),
    role TEXT NOT NULL DEFAULT '',
    permissions TEXT NOT NULL,          -- names, a blank between
    unit TEXT NOT NULL DEFAULT '',
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    paper_no TEXT NOT NULL,
    paper_date TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    revoked_by TEXT NOT NULL DEFAULT '',
    revoked_at INTEGER
) STRICT;
CREATE INDEX delegation_taker ON delegation (taker_id, from_on);
CREATE INDEX delegation_giver ON delegation (giver_id, from_on);

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,           -- names it on the profile page
    account_id INTEGER NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    remote TEXT NOT NULL,
    user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account_id, created_at);

-- Tokens of programs.
CREATE TABLE access_token (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    permissions TEXT NOT NULL,          -- names, a blank between
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX access_token_account ON access_token (account_id, created_at);

-- Wrong attempts, by account name, by address and for the set-up code.
CREATE TABLE failed_attempt (
    kind TEXT NOT NULL,                 -- account, address, setup
    subject TEXT NOT NULL,              -- a hash: people type passwords into the name field
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT;
