-- SPDX-License-Identifier: Apache-2.0
-- A state set by plain SQL gets its time and its author, and each change of a state its row in account_state_change.
CREATE FUNCTION account_state_stamped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status IS DISTINCT FROM OLD.status OR NEW.status_until IS DISTINCT FROM OLD.status_until THEN
        -- A statement that sets status_since, as the API does, sets all of it.
        IF NEW.status_since IS NOT DISTINCT FROM OLD.status_since THEN
            NEW.status_since := clock_timestamp();
            IF NEW.status_by IS NOT DISTINCT FROM OLD.status_by THEN
                NEW.status_by := session_user;
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER account_state_stamped BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION account_state_stamped();

CREATE FUNCTION account_state_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (NEW.status, NEW.status_since, NEW.status_until, NEW.status_reason, NEW.status_by)
            IS DISTINCT FROM (OLD.status, OLD.status_since, OLD.status_until, OLD.status_reason, OLD.status_by) THEN
        INSERT INTO account_state_change (account, status, since, until, reason, changed_by)
             VALUES (NEW.address, NEW.status, NEW.status_since, NEW.status_until, NEW.status_reason,
                     coalesce(NEW.status_by, session_user));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER account_state_recorded AFTER INSERT OR UPDATE ON account FOR EACH ROW EXECUTE FUNCTION account_state_recorded();

CREATE FUNCTION account_state_change_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'account_state_change is append-only';
END
$$;

CREATE TRIGGER account_state_change_kept BEFORE UPDATE OR DELETE ON account_state_change FOR EACH ROW EXECUTE FUNCTION account_state_change_kept();
