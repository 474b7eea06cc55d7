-- What each import of units, people and facts wrote, so that it can be undone: the row, and for a row
-- that was there before, the values it had (JSON). Rows of tables without an id are named by their key
-- in `before` and numbered as they come.
CREATE TABLE import_item (
    import_id INTEGER NOT NULL,
    place TEXT NOT NULL,                -- table
    item_id INTEGER NOT NULL,
    act TEXT NOT NULL,                  -- insert, update
    before TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1, -- of the row when the import had written it
    PRIMARY KEY (import_id, place, item_id, act)
) STRICT;
