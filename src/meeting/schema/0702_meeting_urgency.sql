-- How urgent the invitation is, as stamped on it: '' not, urgent, very-urgent, express.
ALTER TABLE meeting ADD COLUMN urgency TEXT NOT NULL DEFAULT '';
