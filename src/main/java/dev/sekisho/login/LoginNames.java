// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Address;

/**
 * The account of a login without a domain: the one in the default domain, if there is one.
 *
 * <p>All later steps, also the count of failures, use the complete login: for an attacker {@code alice} and
 * {@code alice@example.org} are one account, too. Source: Dovecot, {@code auth_default_realm}.
 */
@Immutable
final class LoginNames {
    private final LoginConfig config;

    LoginNames(LoginConfig config) {
        this.config = config;
    }

    /**
     * {@code login} with its domain; unchanged if it has one, or there is no default.
     *
     * @param named the domain that nginx sets for its server; empty for none, and used only if the configuration
     *     permits it
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
