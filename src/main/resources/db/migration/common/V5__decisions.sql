-- SPDX-License-Identifier: Apache-2.0
-- Decisions that can be explained later, each with the short reference in the answer to the client; kept for
-- sekisho.decision.journal-days. Sekisho writes it; rows may be deleted at any time.
CREATE TABLE decision_journal (
    id         BIGINT GENERATED ALWAYS AS IDENTITY,
    reference  VARCHAR(8)               NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    -- login, authpolicy, sendlimit, quota
    service    VARCHAR(16)              NOT NULL,
    result     VARCHAR(16)              NOT NULL,
    -- account or mailbox; empty: none
    account    VARCHAR(320)             NOT NULL,
    client     VARCHAR(64)              NOT NULL,
    -- the line of the decision log without its time
    line       VARCHAR(4000)            NOT NULL,
    CONSTRAINT decision_journal_pk PRIMARY KEY (id)
);

-- Newest first, for each search: it reads one index in its order and stops.
CREATE INDEX decision_journal_reference_ix ON decision_journal (reference, decided_at DESC, id DESC);
CREATE INDEX decision_journal_decided_at_ix ON decision_journal (decided_at DESC, id DESC);
CREATE INDEX decision_journal_account_ix ON decision_journal (account, decided_at DESC, id DESC);
CREATE INDEX decision_journal_client_ix ON decision_journal (client, decided_at DESC, id DESC);
CREATE INDEX decision_journal_service_ix ON decision_journal (service, decided_at DESC, id DESC);
CREATE INDEX decision_journal_result_ix ON decision_journal (result, decided_at DESC, id DESC);
