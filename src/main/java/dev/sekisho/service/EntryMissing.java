// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/** There is no such entry, or the user must not know of it. */
@ThreadSafe
public final class EntryMissing extends ServiceException {
    private static final long serialVersionUID = 1;

    /**
     * An entry that is not there.
     *
     * @param what what it would be, such as {@code account}
     * @param key its key, of a domain perhaps with an at sign before it
     */
    public EntryMissing(String what, String key) {
        // A whole domain as an address is @example.org; as a domain it has no @.
        super("There is no " + what + " \"" + (what.equals("domain") && key.startsWith("@") ? key.substring(1) : key)
                + "\".");
    }
}
