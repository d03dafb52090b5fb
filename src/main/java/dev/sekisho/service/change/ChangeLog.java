// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.audit.AuditEntry;
import dev.sekisho.audit.AuditTrail;
import dev.sekisho.service.PreconditionFailed;
import dev.sekisho.service.access.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two steps that every change has in common: it checks that the caller knows the present version of the entry, and
 * it writes an entry to the audit trail.
 *
 * <p>Callers are in the transaction of the request.
 */
@ThreadSafe
@ApplicationScoped
public class ChangeLog {
    @Inject
    private Actor actor;

    @Inject
    private AuditTrail trail;

    /**
     * Checks the precondition of the request.
     *
     * @param before the entry as the API shows it; null if there is none
     * @throws PreconditionFailed if it does not hold
     */
    public void expect(@Nullable Object before) {
        if (!actor.precondition().holds(Optional.ofNullable(before).map(Etags::of))) {
            throw new PreconditionFailed(
                    before == null
                            ? "The entry does not exist, so it is not the version that the request is for."
                            : "The entry exists already, or was changed since it was read. Get it again.");
        }
    }

    /**
     * Checks the precondition of the request, and the version in its body.
     *
     * @param version the version that the entry must have; empty for any
     * @throws PreconditionFailed if the entry has another one
     */
    public void expect(@Nullable Object before, Optional<String> version) {
        expect(before);
        if (version.isPresent() && (before == null || !Etags.of(before).equals(version.get()))) {
            throw new PreconditionFailed("The entry was changed after the version in the body. Get it again.");
        }
    }

    /** Writes a change to the audit trail, unless the entry is the same before and after. */
    public void record(String kind, String key, @Nullable Object before, @Nullable Object after) {
        record(kind, key, before, after, "");
    }

    /**
     * Writes a change to the audit trail, unless the entry is the same before and after and no secret was changed.
     *
     * @param secrets names of the changed secrets, separated by blanks; their values never reach the trail
     */
    public void record(String kind, String key, @Nullable Object before, @Nullable Object after, String secrets) {
        Optional<String> was = Optional.ofNullable(before).map(Etags::json);
        Optional<String> is = Optional.ofNullable(after).map(Etags::json);
        if (was.equals(is) && secrets.isEmpty() && after != null) {
            return;
        }
        trail.add(
                new AuditEntry.Origin(actor.user().orElse("-"), actor.address(), actor.reason()),
                new AuditEntry.Change(kind, key, was, is, Optional.of(secrets).filter(names -> !names.isEmpty())));
    }
}
