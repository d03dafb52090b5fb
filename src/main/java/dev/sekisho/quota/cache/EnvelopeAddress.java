// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import dev.sekisho.directory.Address;

/** Normalizes envelope addresses for comparison. */
public final class EnvelopeAddress {
    private EnvelopeAddress() {}

    /**
     * The address in lower case, without the dot at the end of a fully qualified domain: Postfix resolves both alike.
     */
    public static String canonical(String address) {
        String lower = Address.lowerCase(address);
        int last = lower.length() - 1;
        return last > 0 && lower.charAt(last) == '.' && lower.indexOf('@') >= 0 ? lower.substring(0, last) : lower;
    }

    /** The domain in that form; the whole text if there is none. */
    public static String domain(String address) {
        String canonical = canonical(address);
        return canonical.substring(canonical.lastIndexOf('@') + 1);
    }
}
