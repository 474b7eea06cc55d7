-- What a directive said before it was corrected, once somebody had acknowledged it.
CREATE TABLE directive_revision (
    directive_id INTEGER NOT NULL REFERENCES directive (id),
    number INTEGER NOT NULL,                -- of the text that was replaced, from 1
    content TEXT NOT NULL,                  -- JSON: kind, number, dated, issuer, title, items
    reason TEXT NOT NULL,
    corrected_by TEXT NOT NULL,
    corrected_at INTEGER NOT NULL,
    PRIMARY KEY (directive_id, number)
) STRICT;

-- Who had acknowledged the replaced text.
CREATE TABLE directive_acknowledgement (
    directive_id INTEGER NOT NULL REFERENCES directive (id),
    number INTEGER NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    acknowledged_on TEXT NOT NULL,
    acknowledged_by TEXT NOT NULL,
    instead_why TEXT NOT NULL,
    PRIMARY KEY (directive_id, number, unit_id)
) STRICT;

ALTER TABLE directive ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
-- Why somebody else acknowledged in the unit's place; '' where it did so itself.
ALTER TABLE directive_addressee ADD COLUMN instead_why TEXT NOT NULL DEFAULT '';
