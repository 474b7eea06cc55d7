-- Whether a task that asks for a window's work keeps a last day of its own when the window moves.
ALTER TABLE window_work ADD COLUMN keeps_day INTEGER NOT NULL DEFAULT 0;
