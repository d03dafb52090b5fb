// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Address;
import java.util.Optional;

/**
 * What a login needs from the database: an account with its domain, or a domain alone.
 *
 * <p>{@link #address} is canonical, and empty for a domain alone; {@link #appPasswords} is whether the password may be
 * an app password.
 */
@Immutable
public record LoginQuery(String address, String domain, boolean appPasswords) {
    /** The query for a login, with ASCII letters in any case; empty if it is not an address, so that no row has it. */
    public static Optional<LoginQuery> ofLogin(String login, boolean appPasswords) {
        return Address.parse(login).map(address -> new LoginQuery(address.toString(), address.domain(), appPasswords));
    }

    /** The query for a domain, in any case, with or without a final dot; empty if {@code name} is not a domain. */
    public static Optional<LoginQuery> ofDomain(String name) {
        return Optional.of(Address.canonicalDomain(name))
                .filter(Address::isDomain)
                .map(domain -> new LoginQuery("", domain, false));
    }
}
