-- Whom an act on the tree touched, for the timeline of each unit.
CREATE TABLE unit_act_subject (
    act_id INTEGER NOT NULL REFERENCES unit_act (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    PRIMARY KEY (act_id, unit_id)
) STRICT;
CREATE INDEX unit_act_subject_unit ON unit_act_subject (unit_id);

-- Members of an ad-hoc collective (unit of kind 'nhom').
CREATE TABLE collective_member (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (unit_id, person_id)
) STRICT;
CREATE INDEX collective_member_person ON collective_member (person_id);

-- Words of one subject, to replace them. The kind stands last: first, it would tempt SQLite away from words.
CREATE INDEX name_word_subject ON name_word (subject_id, subject_kind);
CREATE INDEX post_unit ON post (unit_id);
CREATE INDEX transfer_state ON transfer (state, to_unit_id);
CREATE INDEX rating_year ON rating (year, subject_kind, subject_id);
CREATE INDEX unit_state_parent ON unit_state (parent_id);
