-- Where a host's doveadm HTTP API tells the limit and the usage of its mailboxes: http://host:port or https://host:port.
-- NULL: it is not asked; only quota-status is.
ALTER TABLE mail_host ADD COLUMN doveadm_url VARCHAR(255);
