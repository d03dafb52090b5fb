-- Limits have meters, calendar days and actions, so their texts are longer; a domain's accounts may share a pool.
ALTER TABLE installation ALTER COLUMN send_limits SET DATA TYPE VARCHAR(600);
ALTER TABLE domain ALTER COLUMN send_limits SET DATA TYPE VARCHAR(600);
ALTER TABLE account ALTER COLUMN send_limits SET DATA TYPE VARCHAR(600);

-- NULL: the accounts of this domain share no limit. Counted under '@' and the domain's name in send_counter.
ALTER TABLE domain ADD COLUMN pool_limits VARCHAR(600);

-- A counter keeps at most 16 windows, those of the limits, and those of limits that were taken away a while ago; one of domains
-- may have a thousand of them.
ALTER TABLE send_counter ALTER COLUMN windows SET DATA TYPE VARCHAR(200000);
