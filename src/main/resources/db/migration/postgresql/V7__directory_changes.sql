-- SPDX-License-Identifier: Apache-2.0
-- Marks each change of the directory, by whatever means, so that Sekisho reads it again.
-- One row a transaction, however many statements it has. H2 needs none of this: it counts a table's modifications itself.
CREATE TABLE directory_change (
    id         BIGINT GENERATED ALWAYS AS IDENTITY,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT directory_change_pk PRIMARY KEY (id)
);

CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Set for the rest of the transaction, and unset with it, or with the savepoint that takes the row back.
    IF coalesce(current_setting('sekisho.directory_changed', true), '') = '' THEN
        INSERT INTO directory_change DEFAULT VALUES;
        PERFORM set_config('sekisho.directory_changed', 'yes', true);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER installation_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON installation FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER mail_host_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON mail_host FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER domain_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON domain FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER account_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON account FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER alias_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON alias FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER alias_target_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON alias_target FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER mail_host_address_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON mail_host_address FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER plan_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON plan FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER send_scope_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON send_scope FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER send_exemption_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON send_exemption FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
