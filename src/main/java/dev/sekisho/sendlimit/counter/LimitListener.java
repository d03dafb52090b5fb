// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * Receives the alerts of send limits, on the thread of the request. An implementation must not block and must not
 * throw.
 */
@ThreadSafe
@FunctionalInterface
public interface LimitListener {
    void limitReached(LimitEvent event);
}
