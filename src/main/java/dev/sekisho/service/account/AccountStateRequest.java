// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.AccountStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * A new state of an account.
 *
 * @param until when the account becomes active again; empty if the state has no end
 */
@Immutable
public record AccountStateRequest(AccountStatus status, Optional<Instant> until, Optional<String> reason) {
    /** The state from a time on, set by a user. */
    public AccountState state(Instant since, String user) {
        return new AccountState(status, since, until, reason, Optional.of(user).filter(name -> !name.isEmpty()));
    }
}
