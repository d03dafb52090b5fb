// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import dev.sekisho.directory.Address;

/** Envelope addresses as clients write them, in the one form that is compared. Holds no state. */
public final class EnvelopeAddress {
    private EnvelopeAddress() {}

    /** In lower case, and without the dot that a fully qualified domain may end with: Postfix resolves both alike. */
    public static String canonical(String address) {
        String lower = Address.lowerCase(address);
        int last = lower.length() - 1;
        return last > 0 && lower.charAt(last) == '.' && lower.indexOf('@') >= 0 ? lower.substring(0, last) : lower;
    }

    /** The domain in that form; the whole text where it has none. */
    public static String domain(String address) {
        String canonical = canonical(address);
        return canonical.substring(canonical.lastIndexOf('@') + 1);
    }
}
