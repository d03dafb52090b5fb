// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of an account: what, since when, until when, why, and by whom.
 *
 * <p>{@link #until} empty: without an end. {@link #by} is a user of the API or a role of the database; empty: nobody
 * set it yet.
 */
@Immutable
public record AccountState(
        AccountStatus status, Instant since, Optional<Instant> until, Optional<String> reason, Optional<String> by) {
    /** Whether the other is the same state for the same reason, whoever set it whenever. */
    public boolean saysTheSameAs(AccountState other) {
        return status == other.status && until.equals(other.until) && reason.equals(other.reason);
    }
}
