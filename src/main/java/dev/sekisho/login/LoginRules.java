// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.Permissions;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.net.NetworkList;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Checks what an account with the right password may do: first its state, then its permissions. */
@ThreadSafe
final class LoginRules {
    /** Unreadable texts that are remembered as logged; beyond it the memory is cleared. */
    private static final int MAX_LOGGED = 1_000;

    private final Clock clock;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    LoginRules(Clock clock) {
        this.clock = clock;
    }

    /** Why this login may not pass; empty if it may. */
    Optional<AuthResult> check(AuthRequest request, LoginAccount account) {
        Optional<AuthResult> state = state(request, account.statusAt(clock.instant()));
        return state.isPresent() ? state : permissions(request, account.permissions());
    }

    private static Optional<AuthResult> state(AuthRequest request, AccountStatus status) {
        return switch (status) {
            case ACTIVE -> Optional.empty();
            case SUSPENDED -> rejected(Rejection.SUSPENDED, "suspended");
            case SEND_BLOCKED ->
                request.protocol() == AuthProtocol.SMTP
                        ? rejected(Rejection.SEND_BLOCKED, "send-blocked")
                        : Optional.empty();
            case PASSWORD_MUST_CHANGE -> rejected(Rejection.PASSWORD_MUST_CHANGE, "password must change");
            case CLOSED -> rejected(Rejection.CLOSED, "closed");
        };
    }

    private Optional<AuthResult> permissions(AuthRequest request, Permissions permissions) {
        if (!request.method().isPermitted(permissions)) {
            return rejected(Rejection.METHOD, "method not permitted");
        }
        if (!request.protocol().isPermitted(permissions)) {
            return rejected(Rejection.PROTOCOL, "protocol not permitted");
        }
        if (permissions.requireTls() && !request.tls()) {
            return rejected(Rejection.TLS, "TLS required");
        }
        try {
            boolean permitted = NetworkList.parse(permissions.networks()).contains(request.clientIp())
                    && !NetworkList.parse(permissions.blockedNetworks()).contains(request.clientIp());
            return permitted ? Optional.empty() : rejected(Rejection.NETWORK, "network not permitted");
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            logUnreadable(reason);
            return Optional.of(new TemporaryFailure("networks: " + reason));
        }
    }

    private void logUnreadable(String reason) {
        if (logged.size() >= MAX_LOGGED) {
            logged.clear();
        }
        if (logged.add(reason)) {
            LoginMessages.unreadableNetworks(reason);
        }
    }

    private static Optional<AuthResult> rejected(Rejection refusal, String reason) {
        return Optional.of(new Rejected(refusal, reason));
    }
}
