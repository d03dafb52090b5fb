// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;

/**
 * A counter as the database has it, in its row or in the journal.
 *
 * @param account the key
 * @param windows the state as {@link CounterState#text} writes it; empty after a reset
 * @param revision grows with each change
 */
@Immutable
record StoredCounter(String account, String windows, long revision) {
    /** The one with the higher revision. */
    static StoredCounter newer(StoredCounter one, StoredCounter other) {
        return one.revision < other.revision ? other : one;
    }
}
