// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The counters of {@link PolicyListenerMXBean}, which several loops update concurrently. */
@ThreadSafe
final class ListenerCounters {
    final AtomicInteger openConnections = new AtomicInteger();
    final LongAdder acceptedConnections = new LongAdder();
    final LongAdder refusedConnections = new LongAdder();
    final LongAdder evictedConnections = new LongAdder();
    final LongAdder requests = new LongAdder();
    final LongAdder protocolErrors = new LongAdder();
    final LongAdder timedOutConnections = new LongAdder();
    final LongAdder failedDeliveries = new LongAdder();
}
