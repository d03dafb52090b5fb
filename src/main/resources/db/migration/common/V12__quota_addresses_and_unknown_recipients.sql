-- Where a host's quota-status is asked, if not at the host's own address: addresses or names with commas between, the first that
-- answers is taken. NULL: mail_host.address.
ALTER TABLE mail_host ADD COLUMN quota_addresses VARCHAR(1000);

-- What the quota door says about a recipient of this domain that nobody has: dunno or reject (550 5.1.1). NULL: as
-- sekisho.quota.unknown-recipient says.
ALTER TABLE domain ADD COLUMN unknown_recipient VARCHAR(16);
ALTER TABLE domain ADD CONSTRAINT domain_unknown_recipient
    CHECK (CASE unknown_recipient WHEN 'dunno' THEN TRUE WHEN 'reject' THEN TRUE ELSE unknown_recipient IS NULL END);
