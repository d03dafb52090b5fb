-- SPDX-License-Identifier: Apache-2.0
-- App passwords, and the use of challenge methods.

CREATE TABLE app_password (
    id           VARCHAR(36)              NOT NULL,
    account      VARCHAR(320)             NOT NULL,
    -- chosen by the user, such as "phone"
    name         VARCHAR(100)             NOT NULL,
    -- with Dovecot's {SCHEME} prefix; the password is random, so a cheap hash is enough
    secret       VARCHAR(1024)            NOT NULL,
    permit_imap  BOOLEAN                  NOT NULL DEFAULT TRUE,
    permit_pop3  BOOLEAN                  NOT NULL DEFAULT TRUE,
    permit_smtp  BOOLEAN                  NOT NULL DEFAULT TRUE,
    -- addresses and prefixes, separated by commas; any: no restriction
    networks     VARCHAR(1000)            NOT NULL DEFAULT 'any',
    created_at   TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- NULL: never
    expires_at   TIMESTAMP WITH TIME ZONE,
    revoked_at   TIMESTAMP WITH TIME ZONE,
    -- written behind, some seconds late
    last_used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT app_password_pk PRIMARY KEY (id),
    CONSTRAINT app_password_account_fk FOREIGN KEY (account) REFERENCES account (address) ON DELETE CASCADE
);

CREATE INDEX app_password_account_ix ON app_password (account);

-- When an account last logged in by CRAM-MD5 or APOP; written behind, some seconds late. Sekisho writes it.
CREATE TABLE credential_use (
    account      VARCHAR(320)             NOT NULL,
    method       VARCHAR(16)              NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT credential_use_pk PRIMARY KEY (account, method),
    CONSTRAINT credential_use_account_fk FOREIGN KEY (account) REFERENCES account (address) ON DELETE CASCADE
);
