-- SPDX-License-Identifier: Apache-2.0
-- Brute-force protection: known networks and exemptions.

-- Networks from which accounts logged in successfully: rules are less strict there for these accounts. Sekisho writes it.
CREATE TABLE known_network (
    account      VARCHAR(320) NOT NULL,
    network      VARCHAR(64)  NOT NULL,
    last_success_on DATE         NOT NULL,
    CONSTRAINT known_network_pk PRIMARY KEY (account, network)
);

CREATE INDEX known_network_last_success_ix ON known_network (last_success_on);

-- Accounts and networks without brute-force protection.
CREATE TABLE bruteforce_exemption (
    -- chosen by the operator
    name       VARCHAR(100)             NOT NULL,
    -- an account in lower case, a literal address, or a network such as 192.0.2.0/24
    subject    VARCHAR(320)             NOT NULL,
    reason     VARCHAR(500)             NOT NULL,
    created_by VARCHAR(255)             NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    -- NULL: does not expire
    expires_at TIMESTAMP WITH TIME ZONE,
    version    BIGINT                   NOT NULL DEFAULT 0,
    CONSTRAINT bruteforce_exemption_pk PRIMARY KEY (name),
    CONSTRAINT bruteforce_exemption_subject_lower_case CHECK (subject = TRANSLATE(subject, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'))
);
