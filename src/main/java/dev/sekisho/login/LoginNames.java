// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Address;

/**
 * The account that a login without a domain means: the one in the default domain, if there is one.
 *
 * <p>All that follows, so also what counts failures, sees the whole login: {@code alice} and {@code alice@example.org}
 * are one account to a guesser, too. Source: Dovecot, {@code auth_default_realm}.
 */
@Immutable
final class LoginNames {
    private final LoginConfig config;

    LoginNames(LoginConfig config) {
        this.config = config;
    }

    /**
     * {@code login} with its domain; as it is if it has one, or there is no default.
     *
     * @param named the domain that nginx names for its server; empty for none, and heard only where a setting permits
     *     it
     */
    String whole(String login, String named) {
        if (login.isEmpty() || login.indexOf('@') >= 0) {
            return login;
        }
        String domain = config.defaultDomainHeader() ? Address.canonicalDomain(named.strip()) : "";
        String chosen = Address.isDomain(domain) ? domain : config.defaultDomain();
        return chosen.isEmpty() ? login : login + '@' + chosen;
    }
}
