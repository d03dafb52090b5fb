// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import dev.sekisho.service.InvalidRequest;
import dev.sekisho.service.NotPermitted;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The user of the current request, the reason for a change, and its precondition. The filters of the API and the
 * console begin it; before that it has no role.
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

    /** Sets the reason of the request for the audit trail. */
    public void explain(String text) {
        reason = Optional.of(text);
    }

    /** Adds a condition on the version of the entry that the request changes. */
    public void expect(Precondition expected) {
        Precondition others = precondition;
        precondition = version -> others.holds(version) && expected.holds(version);
    }

    /** The condition on the version of the entry that the request changes. */
    public Precondition precondition() {
        return precondition;
    }

    /**
     * The reason of the request.
     *
     * @throws InvalidRequest if the reason is too long for the audit trail, or has control characters
     */
    public Optional<String> reason() {
        reason.filter(text -> text.length() > MAX_REASON || text.chars().anyMatch(Character::isISOControl))
                .ifPresent(text -> {
                    throw new InvalidRequest("The header X-Reason must have at most " + MAX_REASON
                            + " characters, without control characters.");
                });
        return reason;
    }

    /** The name of the user; an empty text before the sign-in. */
    public String name() {
        return user().orElse("");
    }

    /** The name of the user; empty before the sign-in. */
    public Optional<String> user() {
        return caller == null ? Optional.empty() : caller.user();
    }

    /** The address of the client. */
    public Optional<String> address() {
        return Optional.ofNullable(caller).map(Caller::address);
    }

    /** Whether a role of the user permits calls of this kind, at least for entries of some domains. */
    public boolean may(Access access) {
        return caller != null && access.roles().stream().anyMatch(caller.roles());
    }

    /**
     * Checks that the roles of the user permit a call.
     *
     * @throws NotPermitted if no role of the user permits calls of this kind
     */
    public void require(Access access) {
        if (!may(access)) {
            throw NotPermitted.byRole();
        }
    }

    /** The domains that the user supports by the table {@code staff}, which is read once for each request. */
    Set<String> domains(Function<String, Set<String>> table) {
        Set<String> known = domains;
        if (known == null) {
            known = user().map(table).orElse(Set.of());
            domains = known;
        }
        return known;
    }
}
