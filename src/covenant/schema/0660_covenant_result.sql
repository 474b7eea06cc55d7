-- What a unit reached at a target of the edition in force. Values are thousandths.
CREATE TABLE covenant_result (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    covenant_id INTEGER NOT NULL REFERENCES covenant (id),
    target_ref TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    period TEXT NOT NULL,                   -- mid-year, year
    value INTEGER,
    value_text TEXT NOT NULL DEFAULT '',
    reached INTEGER,                        -- of a target in words: 1, 0
    note TEXT NOT NULL DEFAULT '',
    late INTEGER NOT NULL DEFAULT 0,
    entered_by TEXT NOT NULL,
    entered_on TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (covenant_id, target_ref, unit_id, period)
) STRICT;

-- The targets of each unit by the edition in force, with its results.
CREATE VIEW covenant_result_view AS
SELECT c.ref AS covenant_ref, c.block_id, c.year, c.calendar, t.unit_id, t.target_ref, t.position,
       t.content, t.measure, t.kind, t.better, t.roll_up, t.weight, t.plan, t.plan_text,
       m.value AS mid_value, m.value_text AS mid_text, m.reached AS mid_reached, m.late AS mid_late,
       y.value AS year_value, y.value_text AS year_text, y.reached AS year_reached,
       y.late AS year_late
FROM covenant c
JOIN covenant_edition e ON e.covenant_id = c.id AND e.number = c.in_force
JOIN covenant_edition_target t ON t.edition_id = e.id AND t.unit_id IS NOT NULL
LEFT JOIN covenant_result m ON m.covenant_id = c.id AND m.target_ref = t.target_ref
     AND m.unit_id = t.unit_id AND m.period = 'mid-year'
LEFT JOIN covenant_result y ON y.covenant_id = c.id AND y.target_ref = t.target_ref
     AND y.unit_id = t.unit_id AND y.period = 'year';
