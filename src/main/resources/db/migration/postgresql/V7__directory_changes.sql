-- SPDX-License-Identifier: Apache-2.0
-- Records the keys of changed rows of the directory, by whatever means they change, so that Sekisho reads these rows again.
-- H2 has no such table: only Sekisho writes there, and knows the rows.
CREATE TABLE directory_change (
    id         BIGINT GENERATED ALWAYS AS IDENTITY,
    -- the transaction: ids and times are assigned before the commit, so a reader compares this with its last snapshot
    xid        XID8                     NOT NULL DEFAULT pg_current_xact_id(),
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- account, alias, domain, rules (plans, mail hosts, scopes and exemptions, which are read together), or everything
    kind       VARCHAR(16)              NOT NULL DEFAULT 'everything',
    -- of the row; NULL for rules and everything
    key        VARCHAR(320),
    CONSTRAINT directory_change_pk PRIMARY KEY (id)
);

CREATE INDEX directory_change_xid_ix ON directory_change (xid);

-- Arguments: the kind, and the column with the key. A transaction with more than 10,000 keys records "everything" once.
-- The keys of the transaction are counted in a setting, which ends with it, or with the savepoint that takes the rows back.
CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    recorded INTEGER := coalesce(nullif(current_setting('sekisho.directory_changes', true), ''), '0');
    added    INTEGER;
    kind     TEXT := TG_ARGV[0];
    rows     TEXT;
BEGIN
    IF recorded > 10000 THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        kind := 'everything';
        rows := 'SELECT 1';
    ELSE
        rows := CASE TG_OP
            WHEN 'INSERT' THEN 'SELECT %1$I AS key FROM new_rows'
            WHEN 'DELETE' THEN 'SELECT %1$I AS key FROM old_rows'
            ELSE 'SELECT %1$I AS key FROM new_rows UNION SELECT %1$I FROM old_rows' END;
        rows := format(rows, TG_ARGV[1]);
        EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM (%s) r LIMIT 10001) n', rows) INTO added;
        IF added = 0 THEN
            RETURN NULL;
        END IF;
        IF recorded + added > 10000 THEN
            kind := 'everything';
        END IF;
    END IF;
    IF kind = 'everything' OR kind = 'rules' THEN
        INSERT INTO directory_change (kind) VALUES (kind);
        added := 1;
    ELSE
        EXECUTE format('INSERT INTO directory_change (kind, key) SELECT DISTINCT %L, key FROM (%s) r', kind, rows);
    END IF;
    PERFORM set_config('sekisho.directory_changes', CASE kind WHEN 'everything' THEN '10001' ELSE (recorded + added)::text END, true);
    RETURN NULL;
END
$$;

DO $$
DECLARE
    tables CONSTANT TEXT[] := ARRAY[
        ['installation', 'everything', 'id'], ['domain', 'domain', 'name'], ['account', 'account', 'address'],
        ['alias', 'alias', 'address'], ['alias_target', 'alias', 'alias_address'], ['plan', 'rules', 'name'],
        ['mail_host', 'rules', 'name'], ['mail_host_address', 'rules', 'host'], ['send_scope', 'rules', 'name'],
        ['send_exemption', 'rules', 'name']];
    each   TEXT[];
    call   TEXT;
BEGIN
    -- With the rights of the owner, so that a user who may only write the directory can.
    EXECUTE format('ALTER FUNCTION directory_changed() SET search_path = %I, pg_temp', current_schema());
    FOREACH each SLICE 1 IN ARRAY tables LOOP
        call := format('FOR EACH STATEMENT EXECUTE FUNCTION directory_changed(%L, %L)', each[2], each[3]);
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows %s', each[1] || '_inserted', each[1], call);
        EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows %s',
            each[1] || '_updated', each[1], call);
        -- account_deleted and domain_deleted are other triggers.
        EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows %s', each[1] || '_removed', each[1], call);
        EXECUTE format('CREATE TRIGGER %I AFTER TRUNCATE ON %I %s', each[1] || '_truncated', each[1], call);
    END LOOP;
END
$$;
