-- SPDX-License-Identifier: Apache-2.0
-- The directory. Keys are the words that operators use, so that plain SQL reads like a sentence:
--   UPDATE account SET status = 'suspended' WHERE address = 'alice@example.org';
-- Names and addresses are in lower case (ASCII letters); the checks enforce that for plain SQL too.
-- The same script runs on H2 and PostgreSQL. Checks use CASE and not IN: H2 2.4.240 evaluates a list of constants in the session
-- that created the table, and rejects every row once that session is closed ("The database has been closed").
-- A network list has addresses and prefixes, IPv4 and IPv6, separated by commas, or is 'any' or 'none'.

-- Defaults for all domains and accounts: one row.
CREATE TABLE installation (
    id              INTEGER       NOT NULL DEFAULT 1,
    send_limits     VARCHAR(600)  NOT NULL DEFAULT 'unlimited',
    permit_plain    BOOLEAN       NOT NULL DEFAULT TRUE,
    permit_cram_md5 BOOLEAN       NOT NULL DEFAULT TRUE,
    permit_apop     BOOLEAN       NOT NULL DEFAULT TRUE,
    permit_imap     BOOLEAN       NOT NULL DEFAULT TRUE,
    permit_pop3     BOOLEAN       NOT NULL DEFAULT TRUE,
    permit_smtp     BOOLEAN       NOT NULL DEFAULT TRUE,
    require_tls     BOOLEAN       NOT NULL DEFAULT FALSE,
    permit_networks VARCHAR(1000) NOT NULL DEFAULT 'any',
    block_networks  VARCHAR(1000) NOT NULL DEFAULT 'none',
    -- of the answers that clients see
    language        VARCHAR(2)    NOT NULL DEFAULT 'en',
    version         BIGINT        NOT NULL DEFAULT 0,
    CONSTRAINT installation_pk PRIMARY KEY (id),
    CONSTRAINT installation_single CHECK (id = 1),
    CONSTRAINT installation_language CHECK (CASE language WHEN 'en' THEN TRUE WHEN 'ja' THEN TRUE ELSE FALSE END)
);

INSERT INTO installation (id) VALUES (1);

CREATE TABLE mail_host (
    name            VARCHAR(255) NOT NULL,
    -- a literal IPv4 or IPv6 address, or a host name that Sekisho resolves itself
    address         VARCHAR(255) NOT NULL,
    imap_port       INTEGER      NOT NULL DEFAULT 143,
    pop3_port       INTEGER      NOT NULL DEFAULT 110,
    -- submission elsewhere than on the mail host itself; NULL: at its own addresses
    smtp_address    VARCHAR(255),
    smtp_port       INTEGER      NOT NULL DEFAULT 25,
    -- where quota-status is queried, if not at the host's own address: addresses or names separated by commas, the first that
    -- answers is taken; NULL: mail_host.address
    quota_addresses VARCHAR(1000),
    -- Dovecot's quota-status; NULL: this host is never queried and its mailboxes always have room
    quota_port      INTEGER,
    -- doveadm's HTTP API, http://host:port or https://host:port, for limit and usage of mailboxes; NULL: only quota-status is queried
    doveadm_url     VARCHAR(255),
    state           VARCHAR(16)  NOT NULL DEFAULT 'up',
    -- FALSE: Sekisho does not probe the host and takes it as up
    probe           BOOLEAN      NOT NULL DEFAULT TRUE,
    version         BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT mail_host_pk PRIMARY KEY (name),
    CONSTRAINT mail_host_name_lower_case CHECK (name = TRANSLATE(name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')),
    CONSTRAINT mail_host_state CHECK (CASE state WHEN 'up' THEN TRUE WHEN 'draining' THEN TRUE WHEN 'down' THEN TRUE ELSE FALSE END),
    CONSTRAINT mail_host_imap_port CHECK (imap_port BETWEEN 1 AND 65535),
    CONSTRAINT mail_host_pop3_port CHECK (pop3_port BETWEEN 1 AND 65535),
    CONSTRAINT mail_host_smtp_port CHECK (smtp_port BETWEEN 1 AND 65535),
    CONSTRAINT mail_host_quota_port CHECK (quota_port BETWEEN 1 AND 65535)
);

-- Further addresses of a mail host, with its ports. A row for mail_host.address itself gives that one a state of its own.
CREATE TABLE mail_host_address (
    host    VARCHAR(255) NOT NULL,
    address VARCHAR(255) NOT NULL,
    -- draining: gets no new logins while another address can take them; down: never
    state   VARCHAR(16)  NOT NULL DEFAULT 'up',
    version BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT mail_host_address_pk PRIMARY KEY (host, address),
    CONSTRAINT mail_host_address_host_fk FOREIGN KEY (host) REFERENCES mail_host (name) ON DELETE CASCADE,
    CONSTRAINT mail_host_address_text CHECK (address NOT LIKE '% %' AND address NOT LIKE '%,%'),
    CONSTRAINT mail_host_address_state CHECK (CASE state WHEN 'up' THEN TRUE WHEN 'draining' THEN TRUE WHEN 'down' THEN TRUE ELSE FALSE END)
);

-- NULL: inherited from the installation.
CREATE TABLE domain (
    name              VARCHAR(255) NOT NULL,
    send_limits       VARCHAR(600),
    -- shared by the accounts of this domain; NULL: they share no limit. Counted under '@' and the domain's name in send_counter
    pool_limits       VARCHAR(600),
    permit_plain      BOOLEAN,
    permit_cram_md5   BOOLEAN,
    permit_apop       BOOLEAN,
    permit_imap       BOOLEAN,
    permit_pop3       BOOLEAN,
    permit_smtp       BOOLEAN,
    require_tls       BOOLEAN,
    permit_networks   VARCHAR(1000),
    block_networks    VARCHAR(1000),
    language          VARCHAR(2),
    -- where nginx sends mail without login for the domain: addresses with or without a port, separated by commas; NULL: the setting's
    mx_hosts          VARCHAR(1000),
    -- the answer about a recipient of this domain that does not exist: dunno, or reject (550 5.1.1); NULL: sekisho.quota.unknown-recipient
    unknown_recipient VARCHAR(16),
    version           BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT domain_pk PRIMARY KEY (name),
    CONSTRAINT domain_name_lower_case CHECK (name = TRANSLATE(name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')),
    CONSTRAINT domain_language CHECK (CASE WHEN language IS NULL THEN TRUE WHEN language = 'en' THEN TRUE WHEN language = 'ja' THEN TRUE ELSE FALSE END),
    CONSTRAINT domain_unknown_recipient
        CHECK (CASE unknown_recipient WHEN 'dunno' THEN TRUE WHEN 'reject' THEN TRUE ELSE unknown_recipient IS NULL END)
);

-- What customers buy. NULL limits: inherited from the account's domain, then from the installation.
CREATE TABLE plan (
    name        VARCHAR(100) NOT NULL,
    send_limits VARCHAR(600),
    version     BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT plan_pk PRIMARY KEY (name)
);

-- NULL permissions and limits: inherited from the plan, the domain, then the installation.
CREATE TABLE account (
    -- the login and, unless an alias says otherwise, the mailbox
    address          VARCHAR(320)  NOT NULL,
    domain_name      VARCHAR(255)  NOT NULL,
    -- with Dovecot's {SCHEME} prefix
    secret           VARCHAR(1024) NOT NULL,
    -- the clear password that CRAM-MD5 and APOP need, encrypted: {ENCRYPTED}key$base64. Bound to the address and to the secret, so a
    -- row that is copied, or whose secret was changed alone, cannot be decrypted. NULL: such methods use the secret itself
    challenge_secret VARCHAR(2048),
    mail_host        VARCHAR(255)  NOT NULL,
    -- the mailbox is being copied: logins get a temporary failure. The end of the move is one statement:
    --   UPDATE account SET mail_host = moving_to, moving_to = NULL, moving_since = NULL WHERE address = 'alice@example.org';
    moving_to        VARCHAR(255),
    moving_since     TIMESTAMP WITH TIME ZONE,
    permit_plain     BOOLEAN,
    permit_cram_md5  BOOLEAN,
    permit_apop      BOOLEAN,
    permit_imap      BOOLEAN,
    permit_pop3      BOOLEAN,
    permit_smtp      BOOLEAN,
    require_tls      BOOLEAN,
    permit_networks  VARCHAR(1000),
    block_networks   VARCHAR(1000),
    -- FALSE: may log in by IMAP and POP3 but not send
    permit_sending   BOOLEAN       NOT NULL DEFAULT TRUE,
    -- what, since and until when, why, by whom; a state whose end is past counts as active
    status           VARCHAR(24)   NOT NULL DEFAULT 'active',
    status_since     TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    status_until     TIMESTAMP WITH TIME ZONE,
    status_reason    VARCHAR(500),
    status_by        VARCHAR(320),
    plan             VARCHAR(100),
    send_limits      VARCHAR(600),
    -- limits that are larger until a time; they replace those of the same unit and period
    temporary_limits VARCHAR(600),
    temporary_until  TIMESTAMP WITH TIME ZONE,
    temporary_reason VARCHAR(500),
    temporary_by     VARCHAR(320),
    version          BIGINT        NOT NULL DEFAULT 0,
    CONSTRAINT account_pk PRIMARY KEY (address),
    CONSTRAINT account_domain_fk FOREIGN KEY (domain_name) REFERENCES domain (name),
    CONSTRAINT account_mail_host_fk FOREIGN KEY (mail_host) REFERENCES mail_host (name),
    CONSTRAINT account_moving_to_fk FOREIGN KEY (moving_to) REFERENCES mail_host (name),
    CONSTRAINT account_plan_fk FOREIGN KEY (plan) REFERENCES plan (name),
    CONSTRAINT account_address_lower_case CHECK (address = TRANSLATE(address, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')),
    CONSTRAINT account_address_in_domain CHECK (address LIKE '%_@_%' AND RIGHT(address, CHAR_LENGTH(domain_name) + 1) = '@' || domain_name),
    CONSTRAINT account_status CHECK (CASE status WHEN 'active' THEN TRUE WHEN 'suspended' THEN TRUE WHEN 'send-blocked' THEN TRUE WHEN 'password-must-change' THEN TRUE WHEN 'closed' THEN TRUE ELSE FALSE END)
);

CREATE INDEX account_domain_ix ON account (domain_name);
CREATE INDEX account_mail_host_ix ON account (mail_host);
-- A page of a mail host's accounts in their order, without sorting all of them.
CREATE INDEX account_mail_host_address_ix ON account (mail_host, address);
CREATE INDEX account_plan_ix ON account (plan);

-- Every state of every account; rows are only added. They outlive the account.
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

-- Staff of some domains only: what the role sekisho-domain-support permits to whom. A user without a row sees nothing.
CREATE TABLE staff (
    -- a user's, as the server's registry has it: letters keep their case
    name    VARCHAR(255) NOT NULL,
    version BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT staff_pk PRIMARY KEY (name)
);

-- A domain that is deleted takes the right to it along: another customer may have its name one day.
CREATE TABLE staff_domain (
    staff_name  VARCHAR(255) NOT NULL,
    domain_name VARCHAR(255) NOT NULL,
    CONSTRAINT staff_domain_pk PRIMARY KEY (staff_name, domain_name),
    CONSTRAINT staff_domain_staff_fk FOREIGN KEY (staff_name) REFERENCES staff (name) ON DELETE CASCADE,
    CONSTRAINT staff_domain_domain_fk FOREIGN KEY (domain_name) REFERENCES domain (name) ON DELETE CASCADE
);

CREATE INDEX staff_domain_domain_ix ON staff_domain (domain_name);

-- When an account or a domain of a name was last deleted. What is recorded about it (states, audit entries, decisions) belongs to the
-- former owner: a successor of the same name does not inherit it. Sekisho writes it.
CREATE TABLE deleted_entry (
    -- account, domain
    kind       VARCHAR(16)              NOT NULL,
    name       VARCHAR(320)             NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT deleted_entry_pk PRIMARY KEY (kind, name),
    CONSTRAINT deleted_entry_kind CHECK (CASE kind WHEN 'account' THEN TRUE WHEN 'domain' THEN TRUE ELSE FALSE END)
);
