// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counts behind {@link PolicyListenerMXBean}.
 *
 * <p>Safe for use by any thread; several loops count at the same time.
 */
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
