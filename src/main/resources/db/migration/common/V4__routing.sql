-- A mailbox under move: set while it is copied, logins are told to try later. The end of the move is one statement:
--   UPDATE account SET mail_host = moving_to, moving_to = NULL, moving_since = NULL WHERE address = 'alice@example.org';
ALTER TABLE account ADD COLUMN moving_to VARCHAR(255);
ALTER TABLE account ADD COLUMN moving_since TIMESTAMP WITH TIME ZONE;
ALTER TABLE account ADD CONSTRAINT account_moving_to_fk FOREIGN KEY (moving_to) REFERENCES mail_host (name);

-- Submission elsewhere than on the mail host itself; NULL: at its own addresses. The port is smtp_port.
ALTER TABLE mail_host ADD COLUMN smtp_address VARCHAR(255);
-- FALSE: the gate does not look whether the host answers, and takes it for up
ALTER TABLE mail_host ADD COLUMN probe BOOLEAN DEFAULT TRUE NOT NULL;

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
