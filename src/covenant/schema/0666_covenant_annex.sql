-- What a unit that joined later owes of its own: signed with the text, which does not change.
CREATE TABLE covenant_annex (
    edition_id INTEGER NOT NULL REFERENCES covenant_edition (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    content TEXT NOT NULL,                  -- canonical JSON
    hash TEXT NOT NULL,                     -- its SHA-256
    opened_by TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    PRIMARY KEY (edition_id, unit_id)
) STRICT;

ALTER TABLE covenant_signature ADD COLUMN annex_hash TEXT NOT NULL DEFAULT '';
