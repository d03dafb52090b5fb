-- SPDX-License-Identifier: Apache-2.0
-- A successor inherits nothing after plain SQL deleted an account or a domain, as after the API did.
CREATE FUNCTION account_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO deleted_entry (kind, name, deleted_at) VALUES ('account', OLD.address, clock_timestamp())
        ON CONFLICT (kind, name) DO UPDATE SET deleted_at = EXCLUDED.deleted_at;
    DELETE FROM known_network WHERE account = OLD.address;
    RETURN NULL;
END
$$;

CREATE FUNCTION domain_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO deleted_entry (kind, name, deleted_at) VALUES ('domain', OLD.name, clock_timestamp())
        ON CONFLICT (kind, name) DO UPDATE SET deleted_at = EXCLUDED.deleted_at;
    RETURN NULL;
END
$$;

CREATE TRIGGER account_deleted AFTER DELETE ON account FOR EACH ROW EXECUTE FUNCTION account_deleted();
CREATE TRIGGER domain_deleted AFTER DELETE ON domain FOR EACH ROW EXECUTE FUNCTION domain_deleted();
