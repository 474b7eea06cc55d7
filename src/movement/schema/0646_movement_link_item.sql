-- The item of the directive library a link stands for; NULL for one typed from elsewhere.
ALTER TABLE movement_link ADD COLUMN directive_item_id INTEGER REFERENCES directive_item (id);
CREATE INDEX movement_link_item ON movement_link (directive_item_id, movement_id);
