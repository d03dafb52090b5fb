-- Sekisho's directory as views of PostfixAdmin's tables: docs/migrating.md, "Live". Run it as the owner of both schemas, with psql:
--   psql -v ON_ERROR_STOP=1 --single-transaction -c 'SET search_path = sekisho' -f postfixadmin-on.sql
-- Sekisho's tables are in the first schema of search_path, PostfixAdmin's in the schema "postfixadmin" of the same database.
-- postfixadmin-off.sql takes it back.

-- Sekisho's own tables stay, under other names: they keep what PostfixAdmin has no word for. A row of domain_own or account_own
-- adds to the domain or account of the same key.
ALTER TABLE account RENAME TO account_own;
ALTER TABLE domain RENAME TO domain_own;
ALTER TABLE alias RENAME TO alias_own;
ALTER TABLE alias_target RENAME TO alias_target_own;
ALTER TABLE app_password DROP CONSTRAINT app_password_account_fk;
ALTER TABLE credential_use DROP CONSTRAINT credential_use_account_fk;

CREATE VIEW domain AS
SELECT d.domain AS name, o.send_limits, COALESCE(o.version, 0) AS version, o.permit_plain, o.permit_cram_md5, o.permit_apop, o.permit_imap,
       o.permit_pop3, o.permit_smtp, o.require_tls, o.permit_networks, o.block_networks, o.language, o.mx_hosts, o.unknown_recipient,
       o.pool_limits
  FROM postfixadmin.domain d
  LEFT JOIN domain_own o ON o.name = d.domain
 WHERE d.domain <> 'ALL' AND NOT d.backupmx;

-- The mail host is that of account_own, else the first by name: PostfixAdmin knows one server only.
CREATE VIEW account AS
SELECT m.username AS address, m.domain AS domain_name,
       CASE WHEN m.password LIKE '{%}%' THEN m.password
            WHEN m.password LIKE '$1$%' THEN '{MD5-CRYPT}' || m.password
            WHEN m.password LIKE '$2%' THEN '{BLF-CRYPT}' || m.password
            WHEN m.password LIKE '$5$%' THEN '{SHA256-CRYPT}' || m.password
            WHEN m.password LIKE '$6$%' THEN '{SHA512-CRYPT}' || m.password
            WHEN m.password LIKE '$argon2id$%' THEN '{ARGON2ID}' || m.password
            WHEN m.password LIKE '$argon2i$%' THEN '{ARGON2I}' || m.password
            ELSE '{CRYPT}' || m.password END AS secret,
       COALESCE(o.mail_host, (SELECT MIN(h.name) FROM mail_host h)) AS mail_host,
       o.permit_plain, o.permit_cram_md5, o.permit_apop, o.permit_imap, o.permit_pop3, o.permit_smtp,
       CASE WHEN NOT (m.active AND d.active) THEN 'suspended' ELSE COALESCE(o.status, 'active') END AS status,
       COALESCE(o.permit_sending, TRUE) AS permit_sending, o.send_limits, COALESCE(o.version, 0) AS version,
       o.require_tls, o.permit_networks, o.block_networks,
       COALESCE(o.status_since, m.modified, m.created, 'epoch') AS status_since, o.status_until, o.status_reason, o.status_by,
       o.moving_to, o.moving_since, o.challenge_secret, o.plan, o.temporary_limits, o.temporary_until, o.temporary_reason, o.temporary_by
  FROM postfixadmin.mailbox m
  JOIN postfixadmin.domain d ON d.domain = m.domain
  LEFT JOIN account_own o ON o.address = m.username
 WHERE NOT d.backupmx;

-- An alias that leads only to itself is none: PostfixAdmin has one for each mailbox. What leads to its vacation script is left out.
CREATE VIEW alias_target AS
SELECT a.address AS alias_address, LOWER(t.target) AS target
  FROM postfixadmin.alias a
 CROSS JOIN LATERAL regexp_split_to_table(a.goto, '[,[:space:]]+') AS t (target)
 WHERE a.active AND a.goto <> a.address AND t.target LIKE '%@_%'
   AND NOT EXISTS (SELECT 1 FROM postfixadmin.vacation v WHERE LEFT(t.target, LENGTH(v.email) + 1) = REPLACE(v.email, '@', '#') || '@')
UNION
SELECT '@' || d.alias_domain, '@' || d.target_domain FROM postfixadmin.alias_domain d WHERE d.active;

CREATE VIEW alias AS SELECT DISTINCT t.alias_address AS address, CAST(0 AS BIGINT) AS version FROM alias_target t;

-- Sekisho's function records the keys of changed rows for send limits and quota; each login reads the database.
DO $$
DECLARE
    tables CONSTANT TEXT[] := ARRAY[
        ['domain', 'everything', 'domain'], ['mailbox', 'account', 'username'], ['alias', 'alias', 'address'],
        ['alias_domain', 'everything', 'alias_domain']];
    each   TEXT[];
    call   TEXT;
BEGIN
    FOREACH each SLICE 1 IN ARRAY tables LOOP
        call := format('FOR EACH STATEMENT EXECUTE FUNCTION directory_changed(%L, %L)', each[2], each[3]);
        EXECUTE format('CREATE TRIGGER sekisho_inserted AFTER INSERT ON postfixadmin.%I REFERENCING NEW TABLE AS new_rows %s', each[1], call);
        EXECUTE format('CREATE TRIGGER sekisho_updated AFTER UPDATE ON postfixadmin.%I'
            ' REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows %s', each[1], call);
        EXECUTE format('CREATE TRIGGER sekisho_removed AFTER DELETE ON postfixadmin.%I REFERENCING OLD TABLE AS old_rows %s', each[1], call);
        EXECUTE format('CREATE TRIGGER sekisho_truncated AFTER TRUNCATE ON postfixadmin.%I %s', each[1], call);
    END LOOP;
END
$$;
INSERT INTO directory_change DEFAULT VALUES;
