// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import dev.sekisho.account.AccountStatus;
import dev.sekisho.account.LoginAccount;
import dev.sekisho.mailauth.AuthResult.Refusal;
import dev.sekisho.mailauth.AuthResult.Refused;
import java.util.Optional;

/**
 * What an account whose password was right may do: first its state, then its permissions.
 *
 * <p>Safe for use by many threads.
 */
final class LoginRules {
    /** Why this login may not pass; empty if it may. */
    Optional<AuthResult> judge(AuthRequest request, LoginAccount account) {
        if (account.status() == AccountStatus.SUSPENDED) {
            return Optional.of(new Refused(Refusal.SUSPENDED, "suspended"));
        }
        if (!request.method().isPermitted(account.permissions())) {
            return Optional.of(new Refused(Refusal.METHOD, "method not permitted"));
        }
        if (!request.protocol().isPermitted(account.permissions())) {
            return Optional.of(new Refused(Refusal.PROTOCOL, "protocol not permitted"));
        }
        return Optional.empty();
    }
}
