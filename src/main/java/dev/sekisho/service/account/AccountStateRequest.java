// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.AccountStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * A state that an account is to have.
 *
 * @param until when the account is active again by itself; empty: without an end
 */
@Immutable
public record AccountStateRequest(AccountStatus status, Optional<Instant> until, Optional<String> reason) {
    /** The state from a moment on, by a user. */
    public AccountState state(Instant since, String user) {
        return new AccountState(status, since, until, reason, Optional.of(user).filter(name -> !name.isEmpty()));
    }
}
