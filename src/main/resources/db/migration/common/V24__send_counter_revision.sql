-- Grows with each change of a counter: whichever node writes, nothing older is written over it.
ALTER TABLE send_counter ADD COLUMN revision BIGINT DEFAULT 0 NOT NULL;
