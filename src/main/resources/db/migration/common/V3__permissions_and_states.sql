-- Permissions of installation, domain and account: the nearest one that is set wins. NULL is inherited.
-- A network list is addresses and prefixes, IPv4 and IPv6, with commas between; 'any' and 'none' are lists too.

ALTER TABLE installation ADD COLUMN permit_plain BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE installation ADD COLUMN permit_cram_md5 BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE installation ADD COLUMN permit_apop BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE installation ADD COLUMN permit_imap BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE installation ADD COLUMN permit_pop3 BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE installation ADD COLUMN permit_smtp BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE installation ADD COLUMN require_tls BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE installation ADD COLUMN permit_networks VARCHAR(1000) DEFAULT 'any' NOT NULL;
ALTER TABLE installation ADD COLUMN bar_networks VARCHAR(1000) DEFAULT 'none' NOT NULL;
-- of the texts that clients are told
ALTER TABLE installation ADD COLUMN language VARCHAR(2) DEFAULT 'en' NOT NULL;
ALTER TABLE installation ADD CONSTRAINT installation_language CHECK (CASE language WHEN 'en' THEN TRUE WHEN 'ja' THEN TRUE ELSE FALSE END);

ALTER TABLE domain ADD COLUMN permit_plain BOOLEAN;
ALTER TABLE domain ADD COLUMN permit_cram_md5 BOOLEAN;
ALTER TABLE domain ADD COLUMN permit_apop BOOLEAN;
ALTER TABLE domain ADD COLUMN permit_imap BOOLEAN;
ALTER TABLE domain ADD COLUMN permit_pop3 BOOLEAN;
ALTER TABLE domain ADD COLUMN permit_smtp BOOLEAN;
ALTER TABLE domain ADD COLUMN require_tls BOOLEAN;
ALTER TABLE domain ADD COLUMN permit_networks VARCHAR(1000);
ALTER TABLE domain ADD COLUMN bar_networks VARCHAR(1000);
ALTER TABLE domain ADD COLUMN language VARCHAR(2);
ALTER TABLE domain ADD CONSTRAINT domain_language CHECK (CASE WHEN language IS NULL THEN TRUE WHEN language = 'en' THEN TRUE WHEN language = 'ja' THEN TRUE ELSE FALSE END);
-- where nginx sends mail without login for the domain: addresses with or without a port, with commas between; NULL: the setting's
ALTER TABLE domain ADD COLUMN mx_hosts VARCHAR(1000);

-- TRUE was the default, which nobody chose: it becomes "inherited", which is TRUE until domain or installation say otherwise.
ALTER TABLE account ALTER COLUMN permit_plain DROP NOT NULL;
ALTER TABLE account ALTER COLUMN permit_plain DROP DEFAULT;
UPDATE account SET permit_plain = NULL WHERE permit_plain;
ALTER TABLE account ALTER COLUMN permit_cram_md5 DROP NOT NULL;
ALTER TABLE account ALTER COLUMN permit_cram_md5 DROP DEFAULT;
UPDATE account SET permit_cram_md5 = NULL WHERE permit_cram_md5;
ALTER TABLE account ALTER COLUMN permit_apop DROP NOT NULL;
ALTER TABLE account ALTER COLUMN permit_apop DROP DEFAULT;
UPDATE account SET permit_apop = NULL WHERE permit_apop;
ALTER TABLE account ALTER COLUMN permit_imap DROP NOT NULL;
ALTER TABLE account ALTER COLUMN permit_imap DROP DEFAULT;
UPDATE account SET permit_imap = NULL WHERE permit_imap;
ALTER TABLE account ALTER COLUMN permit_pop3 DROP NOT NULL;
ALTER TABLE account ALTER COLUMN permit_pop3 DROP DEFAULT;
UPDATE account SET permit_pop3 = NULL WHERE permit_pop3;
ALTER TABLE account ALTER COLUMN permit_smtp DROP NOT NULL;
ALTER TABLE account ALTER COLUMN permit_smtp DROP DEFAULT;
UPDATE account SET permit_smtp = NULL WHERE permit_smtp;
ALTER TABLE account ADD COLUMN require_tls BOOLEAN;
ALTER TABLE account ADD COLUMN permit_networks VARCHAR(1000);
ALTER TABLE account ADD COLUMN bar_networks VARCHAR(1000);

-- The state: what, since and until when, why, by whom. A state whose end is past counts as active.
ALTER TABLE account DROP CONSTRAINT account_status;
ALTER TABLE account ALTER COLUMN status SET DATA TYPE VARCHAR(24);
ALTER TABLE account ADD CONSTRAINT account_status CHECK (CASE status WHEN 'active' THEN TRUE WHEN 'suspended' THEN TRUE WHEN 'sending-barred' THEN TRUE WHEN 'password-must-change' THEN TRUE WHEN 'closed' THEN TRUE ELSE FALSE END);
ALTER TABLE account ADD COLUMN status_since TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL;
ALTER TABLE account ADD COLUMN status_until TIMESTAMP WITH TIME ZONE;
ALTER TABLE account ADD COLUMN status_reason VARCHAR(500);
ALTER TABLE account ADD COLUMN status_by VARCHAR(320);

-- Every state an account ever had; only ever added to. It outlives the account.
CREATE TABLE account_state_change (
    id         BIGINT GENERATED ALWAYS AS IDENTITY,
    account    VARCHAR(320)             NOT NULL,
    status     VARCHAR(24)              NOT NULL,
    since      TIMESTAMP WITH TIME ZONE NOT NULL,
    until      TIMESTAMP WITH TIME ZONE,
    reason     VARCHAR(500),
    changed_by VARCHAR(320),
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT account_state_change_pk PRIMARY KEY (id)
);

CREATE INDEX account_state_change_account_ix ON account_state_change (account, id);
