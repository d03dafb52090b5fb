// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/** The entry does not exist, or the user must not know that it exists. */
@ThreadSafe
public final class EntryMissing extends ServiceException {
    private static final long serialVersionUID = 1;

    /**
     * A missing entry.
     *
     * @param what its kind in words, such as {@code account}
     * @param key its key; that of a domain may begin with an at sign
     */
    public EntryMissing(String what, String key) {
        // Aliases and exemptions name a domain as @example.org.
        super("There is no " + what + " \"" + (what.equals("domain") && key.startsWith("@") ? key.substring(1) : key)
                + "\".");
    }
}
