-- How a value was come by where it was not simply read; NULL where it was.
ALTER TABLE figure_note ADD COLUMN derived TEXT;
