-- The directory: what the doors know. Keys are the words operators use, so that plain SQL reads like a sentence:
--   UPDATE account SET status = 'suspended' WHERE address = 'alice@example.org';
-- Names and addresses are kept in lower case (ASCII letters), which the checks enforce for plain SQL too.
-- The same script runs on H2 and PostgreSQL. Checks use CASE and not IN: H2 2.4.240 evaluates a list of constants in the session
-- that made the table, and refuses every row once that is closed ("The database has been closed").

CREATE TABLE installation (
    id          INTEGER      NOT NULL DEFAULT 1,
    send_limits VARCHAR(200) NOT NULL DEFAULT 'unlimited',
    version     BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT installation_pk PRIMARY KEY (id),
    CONSTRAINT installation_single CHECK (id = 1)
);

INSERT INTO installation (id) VALUES (1);

CREATE TABLE mail_host (
    name       VARCHAR(255) NOT NULL,
    -- a literal IPv4 or IPv6 address, or a host name that the gate resolves itself
    address    VARCHAR(255) NOT NULL,
    imap_port  INTEGER      NOT NULL DEFAULT 143,
    pop3_port  INTEGER      NOT NULL DEFAULT 110,
    smtp_port  INTEGER      NOT NULL DEFAULT 25,
    -- Dovecot's quota-status; NULL: this host is never asked and its mailboxes always have room
    quota_port INTEGER,
    state      VARCHAR(16)  NOT NULL DEFAULT 'up',
    version    BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT mail_host_pk PRIMARY KEY (name),
    CONSTRAINT mail_host_name_lower_case CHECK (name = TRANSLATE(name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')),
    CONSTRAINT mail_host_state CHECK (CASE state WHEN 'up' THEN TRUE WHEN 'draining' THEN TRUE WHEN 'down' THEN TRUE ELSE FALSE END),
    CONSTRAINT mail_host_imap_port CHECK (imap_port BETWEEN 1 AND 65535),
    CONSTRAINT mail_host_pop3_port CHECK (pop3_port BETWEEN 1 AND 65535),
    CONSTRAINT mail_host_smtp_port CHECK (smtp_port BETWEEN 1 AND 65535),
    CONSTRAINT mail_host_quota_port CHECK (quota_port BETWEEN 1 AND 65535)
);

CREATE TABLE domain (
    name        VARCHAR(255) NOT NULL,
    -- NULL: inherited from the installation
    send_limits VARCHAR(200),
    version     BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT domain_pk PRIMARY KEY (name),
    CONSTRAINT domain_name_lower_case CHECK (name = TRANSLATE(name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'))
);

CREATE TABLE account (
    -- the login and, unless an alias says otherwise, the mailbox
    address         VARCHAR(320) NOT NULL,
    domain_name     VARCHAR(255) NOT NULL,
    -- with Dovecot's {SCHEME} prefix
    secret          VARCHAR(1024) NOT NULL,
    mail_host       VARCHAR(255) NOT NULL,
    permit_plain    BOOLEAN      NOT NULL DEFAULT TRUE,
    permit_cram_md5 BOOLEAN      NOT NULL DEFAULT TRUE,
    permit_apop     BOOLEAN      NOT NULL DEFAULT TRUE,
    permit_imap     BOOLEAN      NOT NULL DEFAULT TRUE,
    permit_pop3     BOOLEAN      NOT NULL DEFAULT TRUE,
    permit_smtp     BOOLEAN      NOT NULL DEFAULT TRUE,
    status          VARCHAR(16)  NOT NULL DEFAULT 'active',
    -- sending is barred apart from reading: a hijacked account keeps its IMAP
    permit_sending  BOOLEAN      NOT NULL DEFAULT TRUE,
    -- NULL: inherited from the domain, then from the installation
    send_limits     VARCHAR(200),
    version         BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT account_pk PRIMARY KEY (address),
    CONSTRAINT account_domain_fk FOREIGN KEY (domain_name) REFERENCES domain (name),
    CONSTRAINT account_mail_host_fk FOREIGN KEY (mail_host) REFERENCES mail_host (name),
    CONSTRAINT account_address_lower_case CHECK (address = TRANSLATE(address, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')),
    CONSTRAINT account_address_in_domain CHECK (address LIKE '%_@_%' AND RIGHT(address, CHAR_LENGTH(domain_name) + 1) = '@' || domain_name),
    CONSTRAINT account_status CHECK (CASE status WHEN 'active' THEN TRUE WHEN 'suspended' THEN TRUE ELSE FALSE END)
);

CREATE INDEX account_domain_ix ON account (domain_name);
CREATE INDEX account_mail_host_ix ON account (mail_host);

-- As in Postfix's virtual(5): user@domain, or @domain for every address of a domain. A target @other keeps the local part.
CREATE TABLE alias (
    address VARCHAR(320) NOT NULL,
    version BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT alias_pk PRIMARY KEY (address),
    CONSTRAINT alias_address_lower_case CHECK (address = TRANSLATE(address, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')),
    CONSTRAINT alias_address_has_domain CHECK (address LIKE '%@_%')
);

CREATE TABLE alias_target (
    alias_address VARCHAR(320) NOT NULL,
    target        VARCHAR(320) NOT NULL,
    CONSTRAINT alias_target_pk PRIMARY KEY (alias_address, target),
    CONSTRAINT alias_target_alias_fk FOREIGN KEY (alias_address) REFERENCES alias (address) ON DELETE CASCADE,
    CONSTRAINT alias_target_lower_case CHECK (target = TRANSLATE(target, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')),
    CONSTRAINT alias_target_has_domain CHECK (target LIKE '%@_%')
);

-- What accounts have sent, written behind the counters in memory. One row an account; the gate owns it.
CREATE TABLE send_counter (
    account    VARCHAR(320)             NOT NULL,
    -- a window each, "period/slot seconds:first slot:count,count,...", separated by ';'
    windows    VARCHAR(4000)            NOT NULL,
    counted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT send_counter_pk PRIMARY KEY (account)
);

CREATE INDEX send_counter_counted_at_ix ON send_counter (counted_at);
