-- Takes postfixadmin-on.sql back: Sekisho has its own tables again, with what was in them before. docs/migrating.md, "Live".
--   psql -v ON_ERROR_STOP=1 --single-transaction -c 'SET search_path = sekisho' -f postfixadmin-off.sql
DO $$
DECLARE
    each RECORD;
BEGIN
    FOR each IN SELECT tgname, tgrelid::regclass AS name FROM pg_trigger
                 WHERE tgname LIKE 'sekisho\_%' AND tgfoid = 'directory_changed'::regproc LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', each.tgname, each.name);
    END LOOP;
END
$$;
DROP VIEW alias;
DROP VIEW alias_target;
DROP VIEW account;
DROP VIEW domain;
ALTER TABLE account_own RENAME TO account;
ALTER TABLE domain_own RENAME TO domain;
ALTER TABLE alias_own RENAME TO alias;
ALTER TABLE alias_target_own RENAME TO alias_target;
-- Rows of accounts that only PostfixAdmin has go.
DELETE FROM app_password p WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.address = p.account);
DELETE FROM credential_use u WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.address = u.account);
ALTER TABLE app_password ADD CONSTRAINT app_password_account_fk FOREIGN KEY (account) REFERENCES account (address) ON DELETE CASCADE;
ALTER TABLE credential_use ADD CONSTRAINT credential_use_account_fk FOREIGN KEY (account) REFERENCES account (address) ON DELETE CASCADE;
INSERT INTO directory_change DEFAULT VALUES;
