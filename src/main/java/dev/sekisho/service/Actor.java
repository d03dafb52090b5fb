// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The user of the present request, with what the user says about a change: the reason for the audit trail, and the
 * version of the entry that the change is for. The filters of the API and the console begin it; before that no role is
 * present.
 */
@RequestScoped
public class Actor {
    private static final int MAX_REASON = 500;

    private @Nullable Caller caller;
    private Optional<String> reason = Optional.empty();
    private Precondition precondition = Precondition.NONE;
    private @Nullable Set<String> domains;

    /** Begins a request. */
    public void begin(Caller client) {
        caller = client;
    }

    /** Says why the request changes what it changes. */
    public void explain(String text) {
        reason = Optional.of(text);
    }

    /** Says which version of the entry the request is for. */
    public void expect(Precondition expected) {
        precondition = expected;
    }

    Precondition precondition() {
        return precondition;
    }

    /**
     * Why the request changes something.
     *
     * @throws InvalidRequest if the reason is too long for the audit trail, or has control characters
     */
    Optional<String> reason() {
        reason.filter(text -> text.length() > MAX_REASON || text.chars().anyMatch(Character::isISOControl))
                .ifPresent(text -> {
                    throw new InvalidRequest("The header X-Reason must have at most " + MAX_REASON
                            + " characters and none that controls.");
                });
        return reason;
    }

    /** The name of the user; empty if nobody signed in. */
    public String name() {
        return user().orElse("");
    }

    Optional<String> user() {
        return caller == null ? Optional.empty() : caller.user();
    }

    Optional<String> address() {
        return Optional.ofNullable(caller).map(Caller::address);
    }

    /** Whether a role of the user permits calls of this kind, at least for entries of some domains. */
    public boolean may(Access access) {
        return caller != null && access.roles().stream().anyMatch(caller.roles());
    }

    /**
     * Ends a call that the roles of the user do not permit.
     *
     * @throws NotPermitted if no role of the user permits calls of this kind
     */
    public void require(Access access) {
        if (!may(access)) {
            throw new NotPermitted(NotPermitted.NO_ROLE);
        }
    }

    /** The domains that the user supports, which the table of staff has; it is read once. */
    Set<String> domains(Function<String, Set<String>> table) {
        Set<String> known = domains;
        if (known == null) {
            known = user().map(table).orElse(Set.of());
            domains = known;
        }
        return known;
    }
}
