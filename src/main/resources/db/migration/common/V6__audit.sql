-- SPDX-License-Identifier: Apache-2.0
-- The audit trail: every change by API or console, in the change's own transaction. Rows are only added.

-- Numbers in blocks of 50, of which EclipseLink gets the last. A sequence, because EclipseLink requests identity columns of H2 in a way that H2 2 no longer
-- supports.
CREATE SEQUENCE audit_entry_seq START WITH 50 INCREMENT BY 50;

CREATE TABLE audit_entry (
    id          BIGINT                   NOT NULL,
    changed_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by  VARCHAR(320)             NOT NULL,
    client      VARCHAR(45),
    kind        VARCHAR(32)              NOT NULL,
    entry       VARCHAR(400)             NOT NULL,
    -- JSON as the API shows the entry; NULL: it did not exist
    before_json VARCHAR(100000),
    after_json  VARCHAR(100000),
    -- names of secrets that were changed; their values are not recorded
    secrets     VARCHAR(100),
    reason      VARCHAR(500),
    CONSTRAINT audit_entry_pk PRIMARY KEY (id)
);

CREATE INDEX audit_entry_entry_ix ON audit_entry (entry, changed_at);
CREATE INDEX audit_entry_by_ix ON audit_entry (changed_by, changed_at);
CREATE INDEX audit_entry_at_ix ON audit_entry (changed_at, id);
