-- Tasks by which capabilities themselves ask for a window's work: the inbox key of each.
CREATE TABLE window_work (
    task TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id)
) STRICT;
CREATE INDEX window_work_of ON window_work (kind, year, unit_id);

-- Days before the last one on which those who have not done their work are reminded.
ALTER TABLE programme_window ADD COLUMN remind_days INTEGER NOT NULL DEFAULT 7;
