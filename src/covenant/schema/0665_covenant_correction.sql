-- Evidence taken back before the figures were closed. The file stays, marked.
CREATE TABLE covenant_evidence_withdrawn (
    file_ref TEXT PRIMARY KEY,
    covenant_id INTEGER NOT NULL REFERENCES covenant (id),
    reason TEXT NOT NULL,
    withdrawn_by TEXT NOT NULL,
    withdrawn_on TEXT NOT NULL
) STRICT;
CREATE INDEX covenant_evidence_withdrawn_of ON covenant_evidence_withdrawn (covenant_id);

-- Closed figures put right afterwards, with what stood before. Values are thousandths.
CREATE TABLE covenant_correction (
    id INTEGER PRIMARY KEY,
    covenant_id INTEGER NOT NULL REFERENCES covenant (id),
    target_ref TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    period TEXT NOT NULL,                   -- mid-year, year
    old_value INTEGER,
    old_text TEXT NOT NULL,
    old_reached INTEGER,
    new_value INTEGER,
    new_text TEXT NOT NULL,
    new_reached INTEGER,
    reason TEXT NOT NULL,
    corrected_by TEXT NOT NULL,
    corrected_on TEXT NOT NULL
) STRICT;
CREATE INDEX covenant_correction_of ON covenant_correction (covenant_id, unit_id, period, id);
