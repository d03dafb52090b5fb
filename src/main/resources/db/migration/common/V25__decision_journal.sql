-- Decisions that somebody may ask about, each with the short reference that the client was told; kept for
-- sekisho.decision.journal-days. The gate owns it; rows may be deleted at any time.
CREATE TABLE decision_journal (
    id         BIGINT GENERATED ALWAYS AS IDENTITY,
    reference  VARCHAR(8)               NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    -- mailauth, ratelimit, quota
    door       VARCHAR(16)              NOT NULL,
    result     VARCHAR(16)              NOT NULL,
    -- account or mailbox; empty: none
    account    VARCHAR(320)             NOT NULL,
    client     VARCHAR(64)              NOT NULL,
    -- the line of the decision log without its time
    line       VARCHAR(4000)            NOT NULL,
    CONSTRAINT decision_journal_pk PRIMARY KEY (id)
);

-- Newest first, whatever is searched for: each search reads one index in its order and stops.
CREATE INDEX decision_journal_reference_ix ON decision_journal (reference, decided_at DESC, id DESC);
CREATE INDEX decision_journal_decided_at_ix ON decision_journal (decided_at DESC, id DESC);
CREATE INDEX decision_journal_account_ix ON decision_journal (account, decided_at DESC, id DESC);
CREATE INDEX decision_journal_client_ix ON decision_journal (client, decided_at DESC, id DESC);
CREATE INDEX decision_journal_door_ix ON decision_journal (door, decided_at DESC, id DESC);
CREATE INDEX decision_journal_result_ix ON decision_journal (result, decided_at DESC, id DESC);
