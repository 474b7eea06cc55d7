-- Directions of the body's leaders, and resolutions, campaigns and circulars from above.
CREATE TABLE directive (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    owner_unit_id INTEGER NOT NULL REFERENCES unit (id),  -- whose library it stands in
    kind TEXT NOT NULL,                     -- direction, resolution, campaign, circular, other
    number TEXT NOT NULL,
    dated TEXT NOT NULL,
    issuer TEXT NOT NULL,
    title TEXT NOT NULL,
    for_all INTEGER NOT NULL,               -- every unit below the owner may read it
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (owner_unit_id, number, dated, issuer)
) STRICT;
CREATE INDEX directive_dated ON directive (dated, id);

-- What movements and tasks are linked to; never taken out.
CREATE TABLE directive_item (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    directive_id INTEGER NOT NULL REFERENCES directive (id),
    position INTEGER NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (directive_id, position)
) STRICT;

CREATE TABLE directive_addressee (
    directive_id INTEGER NOT NULL REFERENCES directive (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    acknowledged_on TEXT,
    acknowledged_by TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (directive_id, unit_id)
) STRICT;
CREATE INDEX directive_addressee_unit ON directive_addressee (unit_id);

CREATE TABLE directive_task (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    directive_id INTEGER NOT NULL REFERENCES directive (id),
    item_id INTEGER REFERENCES directive_item (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    content TEXT NOT NULL,
    due_on TEXT NOT NULL,
    answer TEXT NOT NULL DEFAULT '',
    answered_on TEXT,
    answered_by TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX directive_task_of ON directive_task (directive_id, due_on, id);
CREATE INDEX directive_task_unit ON directive_task (unit_id, due_on, id);

-- For later capabilities: what can be linked to.
CREATE VIEW directive_item_view AS
SELECT i.id AS item_id, i.ref AS item_ref, i.position AS position, i.content AS content,
       d.id AS directive_id, d.ref AS directive_ref, d.kind AS kind, d.number AS number,
       d.dated AS dated, d.issuer AS issuer, d.title AS title, d.owner_unit_id AS owner_unit_id
FROM directive_item i JOIN directive d ON d.id = i.directive_id;
