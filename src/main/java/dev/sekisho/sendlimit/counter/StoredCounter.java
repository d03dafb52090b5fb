// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;

/**
 * A row of {@code send_counter}.
 *
 * @param account the key
 * @param windows the state as {@link CounterState#text} writes it; empty after a reset
 * @param revision grows with each change
 */
@Immutable
record StoredCounter(String account, String windows, long revision) {}
