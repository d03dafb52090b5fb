-- SPDX-License-Identifier: Apache-2.0
-- Send limits: scopes, exemptions and counters.

-- Limits of client networks, envelope senders and policy contexts. Counted under '@', kind, '/' and subject in send_counter.
CREATE TABLE send_scope (
    -- chosen by the operator
    name        VARCHAR(100) NOT NULL,
    kind        VARCHAR(16)  NOT NULL,
    -- 192.0.2.0/24 or an address; an envelope sender or @example.org; a policy_context
    subject     VARCHAR(320) NOT NULL,
    send_limits VARCHAR(600) NOT NULL DEFAULT 'unlimited',
    -- of networks: mail without login, and mail from <>
    no_login    VARCHAR(16)  NOT NULL DEFAULT 'count',
    null_sender VARCHAR(16)  NOT NULL DEFAULT 'count',
    version     BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT send_scope_pk PRIMARY KEY (name),
    CONSTRAINT send_scope_subject UNIQUE (kind, subject),
    CONSTRAINT send_scope_kind CHECK (CASE kind WHEN 'network' THEN TRUE WHEN 'sender' THEN TRUE WHEN 'context' THEN TRUE ELSE FALSE END),
    CONSTRAINT send_scope_no_login CHECK (CASE no_login WHEN 'pass' THEN TRUE WHEN 'count' THEN TRUE WHEN 'refuse' THEN TRUE ELSE FALSE END),
    CONSTRAINT send_scope_null_sender CHECK (CASE null_sender WHEN 'pass' THEN TRUE WHEN 'count' THEN TRUE WHEN 'refuse' THEN TRUE ELSE FALSE END)
);

-- Accounts, domains (@example.org) and networks without send limits.
CREATE TABLE send_exemption (
    name       VARCHAR(100)             NOT NULL,
    subject    VARCHAR(320)             NOT NULL,
    reason     VARCHAR(500)             NOT NULL,
    created_by VARCHAR(255)             NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    -- NULL: does not expire
    expires_at TIMESTAMP WITH TIME ZONE,
    version    BIGINT                   NOT NULL DEFAULT 0,
    CONSTRAINT send_exemption_pk PRIMARY KEY (name)
);

-- What was sent, written behind the counters in memory: a row for each account, domain ('@' and its name) and scope ('@', kind, '/' and
-- subject). Sekisho writes it, minutes after counter_journal. No index on counted_at: PostgreSQL can update a row in place (HOT) only where
-- no indexed column changes.
CREATE TABLE send_counter (
    account    VARCHAR(340)             NOT NULL,
    -- windows, "key:head:count,count,...", with ":alerts" if there are any, separated by ';'; at most 24, one of domains may
    -- have a thousand counts
    windows    VARCHAR(200000)          NOT NULL,
    counted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    -- grows with each change: no node writes an older state over a newer one
    revision   BIGINT                   NOT NULL DEFAULT 0,
    CONSTRAINT send_counter_pk PRIMARY KEY (account)
);

-- The counters that changed in the last second, as each node appends them: what a restart needs beside send_counter. Records are deleted
-- when the rows of their counters are written.
CREATE TABLE counter_journal (
    -- a random name for each start of a node
    node       VARCHAR(36)              NOT NULL,
    record     BIGINT                   NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    -- compressed: keys, revisions and windows; at most a mebibyte
    states     BYTEA                    NOT NULL,
    CONSTRAINT counter_journal_pk PRIMARY KEY (node, record)
);
