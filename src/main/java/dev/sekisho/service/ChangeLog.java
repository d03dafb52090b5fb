// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.audit.AuditEntry;
import dev.sekisho.audit.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every change has in common: it may depend on the entry being as the caller saw it, and it leaves an entry in the
 * audit trail.
 *
 * <p>To be called in the request's transaction.
 */
@ThreadSafe
@ApplicationScoped
public class ChangeLog {
    @Inject
    private Actor actor;

    @Inject
    private AuditTrail trail;

    /**
     * Refuses the change if the user wants to change another version of the entry than there is.
     *
     * @param before the entry as it is shown; null if there is none
     * @throws PreconditionFailed if it is another one
     */
    public void expect(@Nullable Object before) {
        actor.precondition().check(before);
    }

    /**
     * As {@link #expect(Object)}, and refuses the change if the body has the version of another entry than there is.
     *
     * @throws PreconditionFailed if it is another one
     */
    public void expect(@Nullable Object before, Optional<String> version) {
        expect(before);
        if (version.isPresent() && (before == null || !Etags.of(before).equals(version.get()))) {
            throw new PreconditionFailed(
                    "The entry is not as its version says: somebody changed it since. Get it again.");
        }
    }

    /** Writes a change down, unless nothing was changed. */
    public void record(String kind, String key, @Nullable Object before, @Nullable Object after) {
        record(kind, key, before, after, "");
    }

    /**
     * Writes a change down, unless nothing was changed.
     *
     * @param secrets names of the secrets that were changed besides, with blanks between
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
