// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.Permissions;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.login.AuthResult.Refusal;
import dev.sekisho.login.AuthResult.Refused;
import dev.sekisho.login.AuthResult.TryLater;
import dev.sekisho.net.NetworkList;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What an account whose password was right may do: first its state, then its permissions. */
@ThreadSafe
final class LoginRules {
    /** Unreadable texts that are remembered as told; beyond it they are told again. */
    private static final int MAX_TOLD = 1_000;

    private final Clock clock;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    LoginRules(Clock clock) {
        this.clock = clock;
    }

    /** Why this login may not pass; empty if it may. */
    Optional<AuthResult> judge(AuthRequest request, LoginAccount account) {
        Optional<AuthResult> state = state(request, account.statusAt(clock.instant()));
        return state.isPresent() ? state : permissions(request, account.permissions());
    }

    private static Optional<AuthResult> state(AuthRequest request, AccountStatus status) {
        return switch (status) {
            case ACTIVE -> Optional.empty();
            case SUSPENDED -> refused(Refusal.SUSPENDED, "suspended");
            case SEND_BLOCKED ->
                request.protocol() == AuthProtocol.SMTP
                        ? refused(Refusal.SEND_BLOCKED, "send-blocked")
                        : Optional.empty();
            case PASSWORD_MUST_CHANGE -> refused(Refusal.PASSWORD_MUST_CHANGE, "password must change");
            case CLOSED -> refused(Refusal.CLOSED, "closed");
        };
    }

    private Optional<AuthResult> permissions(AuthRequest request, Permissions permissions) {
        if (!request.method().isPermitted(permissions)) {
            return refused(Refusal.METHOD, "method not permitted");
        }
        if (!request.protocol().isPermitted(permissions)) {
            return refused(Refusal.PROTOCOL, "protocol not permitted");
        }
        if (permissions.requireTls() && !request.tls()) {
            return refused(Refusal.TLS, "TLS required");
        }
        try {
            boolean permitted = NetworkList.parse(permissions.networks()).contains(request.clientIp())
                    && !NetworkList.parse(permissions.blockedNetworks()).contains(request.clientIp());
            return permitted ? Optional.empty() : refused(Refusal.NETWORK, "network not permitted");
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            tell(reason);
            return Optional.of(new TryLater("networks: " + reason));
        }
    }

    private void tell(String reason) {
        if (told.size() >= MAX_TOLD) {
            told.clear();
        }
        if (told.add(reason)) {
            LoginMessages.unreadableNetworks(reason);
        }
    }

    private static Optional<AuthResult> refused(Refusal refusal, String reason) {
        return Optional.of(new Refused(refusal, reason));
    }
}
