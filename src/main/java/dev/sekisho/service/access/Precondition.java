// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import java.util.Optional;

/** The condition of a request on the present version of the entry that it changes (RFC 9110, 13.1). */
@FunctionalInterface
public interface Precondition {
    /** Any version, and no entry too. */
    Precondition NONE = version -> true;

    /**
     * Whether the request may change the entry.
     *
     * @param version the entry's version, as {@code change.Etags} makes it; empty if there is no entry
     */
    boolean holds(Optional<String> version);
}
