// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import dev.sekisho.account.LoginAccount;
import dev.sekisho.account.MailHostState;
import dev.sekisho.mailauth.AuthResult.Accepted;
import dev.sekisho.mailauth.AuthResult.TryLater;
import dev.sekisho.password.Secret;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a login that may pass is sent.
 *
 * <p>Safe for use by many threads; never blocks.
 */
final class LoginRouter {
    private final Function<String, Optional<String>> addresses;
    private final MailAuthConfig config;

    LoginRouter(Function<String, Optional<String>> addresses, MailAuthConfig config) {
        this.addresses = addresses;
        this.config = config;
    }

    AuthResult mx(AuthRequest request) {
        if (request.protocol() != AuthProtocol.SMTP) {
            return new TryLater("method none is for smtp only");
        }
        return config.mxAddress().isEmpty()
                ? new TryLater("sekisho.mailauth.mx-address is not set")
                : new Accepted("", "mx", config.mxAddress(), config.mxPort(), Optional.empty());
    }

    AuthResult route(AuthRequest request, LoginAccount account, Optional<Secret> clear) {
        String host = account.host().name();
        if (account.host().state() == MailHostState.DOWN) {
            return new TryLater("mail host " + host + " is down");
        }
        Optional<String> server = addresses.apply(account.host().address());
        if (server.isEmpty()) {
            return new TryLater("mail host " + host + " does not resolve");
        }
        Optional<Secret> password = Optional.empty();
        if (request.method().isChallenge() && request.protocol() != AuthProtocol.SMTP) {
            password = clear;
            if (password.isEmpty()) {
                return new TryLater("nginx needs the clear password, which is not stored");
            }
        }
        return new Accepted(
                account.address(), host, server.get(), request.protocol().port(account.host()), password);
    }
}
