// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * Hears news of send limits. Called on the thread that decides: an implementation must not block, and must not throw.
 */
@ThreadSafe
@FunctionalInterface
public interface LimitListener {
    void limitReached(LimitEvent event);
}
