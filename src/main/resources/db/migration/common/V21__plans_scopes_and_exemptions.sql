-- What customers buy. NULL limits: inherited from the account's domain, then from the installation.
CREATE TABLE plan (
    name        VARCHAR(100) NOT NULL,
    send_limits VARCHAR(600),
    version     BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT plan_pk PRIMARY KEY (name)
);

ALTER TABLE account ADD COLUMN plan VARCHAR(100);
ALTER TABLE account ADD CONSTRAINT account_plan_fk FOREIGN KEY (plan) REFERENCES plan (name);
CREATE INDEX account_plan_ix ON account (plan);

-- Limits that are larger until a time; those of the same meter and period are replaced.
ALTER TABLE account ADD COLUMN raise_limits VARCHAR(600);
ALTER TABLE account ADD COLUMN raise_until TIMESTAMP WITH TIME ZONE;
ALTER TABLE account ADD COLUMN raise_reason VARCHAR(500);
ALTER TABLE account ADD COLUMN raise_by VARCHAR(320);

-- Limits of client networks, envelope senders and policy contexts. Counted under '@', kind, '/' and subject in send_counter.
CREATE TABLE send_scope (
    -- the operator's word for it
    name        VARCHAR(100) NOT NULL,
    kind        VARCHAR(16)  NOT NULL,
    -- 192.0.2.0/24 or an address; an envelope sender or @example.org; a policy_context
    subject     VARCHAR(320) NOT NULL,
    send_limits VARCHAR(600) NOT NULL DEFAULT 'unlimited',
    -- of networks: what becomes of mail without login, and of mail from <>
    no_login    VARCHAR(16)  NOT NULL DEFAULT 'count',
    null_sender VARCHAR(16)  NOT NULL DEFAULT 'count',
    version     BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT send_scope_pk PRIMARY KEY (name),
    CONSTRAINT send_scope_subject UNIQUE (kind, subject),
    CONSTRAINT send_scope_kind CHECK (CASE kind WHEN 'network' THEN TRUE WHEN 'sender' THEN TRUE WHEN 'context' THEN TRUE ELSE FALSE END),
    CONSTRAINT send_scope_no_login CHECK (CASE no_login WHEN 'pass' THEN TRUE WHEN 'count' THEN TRUE WHEN 'refuse' THEN TRUE ELSE FALSE END),
    CONSTRAINT send_scope_null_sender CHECK (CASE null_sender WHEN 'pass' THEN TRUE WHEN 'count' THEN TRUE WHEN 'refuse' THEN TRUE ELSE FALSE END)
);

-- Accounts, domains (@example.org) and networks that no send limit applies to.
CREATE TABLE send_exemption (
    name       VARCHAR(100)             NOT NULL,
    subject    VARCHAR(320)             NOT NULL,
    reason     VARCHAR(500)             NOT NULL,
    made_by    VARCHAR(255)             NOT NULL,
    made_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    -- NULL: for good
    expires_at TIMESTAMP WITH TIME ZONE,
    version    BIGINT                   NOT NULL DEFAULT 0,
    CONSTRAINT send_exemption_pk PRIMARY KEY (name)
);

-- '@sender/' and an address
ALTER TABLE send_counter ALTER COLUMN account SET DATA TYPE VARCHAR(340);
