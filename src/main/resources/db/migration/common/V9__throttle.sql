-- Networks from which accounts logged in well: they are never blocked for these accounts. The gate owns it; nobody needs to.
CREATE TABLE known_network (
    account      VARCHAR(320) NOT NULL,
    network      VARCHAR(64)  NOT NULL,
    last_good_on DATE         NOT NULL,
    CONSTRAINT known_network_pk PRIMARY KEY (account, network)
);

CREATE INDEX known_network_last_good_ix ON known_network (last_good_on);

-- Accounts and networks that no rule of the throttle applies to.
CREATE TABLE throttle_exemption (
    -- the operator's word for it
    name       VARCHAR(100)             NOT NULL,
    -- an account in lower case, a literal address, or a network such as 192.0.2.0/24
    subject    VARCHAR(320)             NOT NULL,
    reason     VARCHAR(500)             NOT NULL,
    made_by    VARCHAR(255)             NOT NULL,
    made_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    -- NULL: for good
    expires_at TIMESTAMP WITH TIME ZONE,
    version    BIGINT                   NOT NULL DEFAULT 0,
    CONSTRAINT throttle_exemption_pk PRIMARY KEY (name),
    CONSTRAINT throttle_exemption_subject_lower_case CHECK (subject = TRANSLATE(subject, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'))
);
