// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.origin;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Dovecot's {@code allow_nets} in the gate's words. Holds no state. */
final class Networks {
    private Networks() {}

    /** Addresses and prefixes with commas between; {@code local}, Dovecot's own socket, is no network. */
    static String text(String allowNets) {
        return Arrays.stream(allowNets.split("[,\\s]+"))
                .filter(each -> !each.isEmpty() && !each.equals("local"))
                .collect(Collectors.joining(", "));
    }
}
