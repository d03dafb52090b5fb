-- Secrets beside the hash of the main password.

-- The clear password that CRAM-MD5 and APOP need, sealed: {SEALED}key$base64. Bound to the address and to the secret, so a row
-- that is copied, or whose secret was changed alone, does not open. NULL: such methods use the secret itself.
ALTER TABLE account ADD COLUMN challenge_secret VARCHAR(2048);

CREATE TABLE app_password (
    id           VARCHAR(36)              NOT NULL,
    account      VARCHAR(320)             NOT NULL,
    -- the user's word for it, such as "phone"
    name         VARCHAR(100)             NOT NULL,
    -- with Dovecot's {SCHEME} prefix; the password is random, so a cheap hash is enough
    secret       VARCHAR(1024)            NOT NULL,
    permit_imap  BOOLEAN                  NOT NULL DEFAULT TRUE,
    permit_pop3  BOOLEAN                  NOT NULL DEFAULT TRUE,
    permit_smtp  BOOLEAN                  NOT NULL DEFAULT TRUE,
    -- addresses and prefixes, separated by commas; any: from everywhere
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

-- Who still logs in by CRAM-MD5 or APOP, and when last; written behind, some seconds late. The gate owns it.
CREATE TABLE login_use (
    account      VARCHAR(320)             NOT NULL,
    method       VARCHAR(16)              NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT login_use_pk PRIMARY KEY (account, method),
    CONSTRAINT login_use_account_fk FOREIGN KEY (account) REFERENCES account (address) ON DELETE CASCADE
);
