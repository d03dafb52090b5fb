// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

/**
 * Hears news of send limits. Called on the thread that decides: an implementation must not block, and must not throw.
 *
 * <p>Safe for use by many threads.
 */
@FunctionalInterface
public interface LimitListener {
    void limitReached(LimitEvent event);
}
