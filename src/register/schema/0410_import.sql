-- The file of an import while it is under way, and what a person decided about headers of one shape.
CREATE TABLE import_file (
    import_id INTEGER PRIMARY KEY REFERENCES import_run (id),
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE import_matching (
    kind TEXT NOT NULL,
    signature TEXT NOT NULL,            -- of the header
    matching TEXT NOT NULL,             -- JSON: header text → column
    PRIMARY KEY (kind, signature)
) STRICT;
CREATE INDEX import_run_order ON import_run (done_at, id);
