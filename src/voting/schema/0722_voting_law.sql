-- What the law asks of a vote on a line, as it stood when the session was prepared.
ALTER TABLE voting_session ADD COLUMN received_on TEXT;                         -- ISO day the dossiers came in; NULL: a block's
ALTER TABLE voting_session ADD COLUMN share_reason TEXT NOT NULL DEFAULT '';    -- why more is asked than the law does

ALTER TABLE voting_line ADD COLUMN law_award TEXT NOT NULL DEFAULT '';          -- its code; '' where the law names no share
ALTER TABLE voting_line ADD COLUMN law_percent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE voting_line ADD COLUMN law_clause TEXT NOT NULL DEFAULT '';
ALTER TABLE voting_line ADD COLUMN law_confidence TEXT NOT NULL DEFAULT '';
ALTER TABLE voting_line ADD COLUMN law_filled INTEGER NOT NULL DEFAULT 0;       -- its own share is the law's, not typed
