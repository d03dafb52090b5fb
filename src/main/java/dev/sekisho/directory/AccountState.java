// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of an account, its start, end, reason and author.
 *
 * <p>An empty {@link #until} is no end. {@link #by} is a user of the API or a role of the database; empty for the
 * initial state.
 */
@Immutable
public record AccountState(
        AccountStatus status, Instant since, Optional<Instant> until, Optional<String> reason, Optional<String> by) {
    /** Whether the other state has the same status, end and reason, regardless of start and author. */
    public boolean isEquivalentTo(AccountState other) {
        return status == other.status && until.equals(other.until) && reason.equals(other.reason);
    }
}
