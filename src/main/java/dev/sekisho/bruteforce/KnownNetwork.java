// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.net.IpNetwork;

/**
 * A network, or a single address, with a successful login of an account.
 *
 * @param account the login in lower case
 * @param network such as {@code 192.0.2.0/24}; an address without a length, in IPv6 with {@code /64}
 * @param day the day of the last successful login, in days since 1970-01-01 UTC
 */
@Immutable
public record KnownNetwork(String account, String network, long day) {
    /** Whether it is a network, as by {@link IpNetwork#network}, and not a single client. */
    public boolean isWholeNetwork() {
        return network.endsWith("/24") || network.endsWith("/56");
    }
}
