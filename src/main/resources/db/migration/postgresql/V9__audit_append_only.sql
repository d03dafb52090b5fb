-- SPDX-License-Identifier: Apache-2.0
-- Entries cannot be changed or deleted. The owner of the table can still empty it by TRUNCATE, according to the retention policy.

CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = '42501';
END
$$;

CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays();
