-- When an account or a domain of a name was deleted last. What stays written about it (states, audit entries, decisions) is the former
-- owner's: a successor of the same name does not inherit it. The gate owns it.
CREATE TABLE deleted_entry (
    -- account, domain
    kind       VARCHAR(16)              NOT NULL,
    name       VARCHAR(320)             NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT deleted_entry_pk PRIMARY KEY (kind, name),
    CONSTRAINT deleted_entry_kind CHECK (CASE kind WHEN 'account' THEN TRUE WHEN 'domain' THEN TRUE ELSE FALSE END)
);

-- Those that are gone already.
INSERT INTO deleted_entry (kind, name, deleted_at)
SELECT 'account', c.account, MAX(c.changed_at) FROM account_state_change c
 WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.address = c.account) GROUP BY c.account;

INSERT INTO deleted_entry (kind, name, deleted_at)
SELECT 'domain', e.entry, MAX(e.changed_at) FROM audit_entry e
 WHERE e.kind = 'domain' AND e.after_json IS NULL AND LENGTH(e.entry) <= 320 GROUP BY e.entry;
