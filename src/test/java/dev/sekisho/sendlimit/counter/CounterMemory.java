// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.TestAttempt;
import dev.sekisho.sendlimit.TestDirectory;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Measures the heap of counters by key, with limits of each kind; for docs/performance/2026-11.md. Run with
 * {@code -Xmx4g}: a million keys.
 *
 * <p>For one thread.
 */
final class CounterMemory {
    private static final List<String> LIMITS = List.of(
            "100/1h",
            "100/1h, 500/1d",
            "100/1h, 500/1d, 5000/31d",
            "100/1h, 500/1d, 5000/31d, messages 50/1h, bytes 1G/1d",
            "500/day",
            "domains 40/1h");

    private CounterMemory() {}

    public static void main(String[] arguments) {
        int keys = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int messages = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        for (String limits : LIMITS) {
            measure(limits, keys, messages, System.err);
        }
    }

    private static void measure(String text, int keys, int messages, PrintStream out) {
        SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
        try (CacheFactory caches = TestCaches.open()) {
            SendCounters counters = new SendCounters(caches, new TestDirectory(), clock, event -> {});
            SendLimits limits = SendLimits.parse(text);
            long before = used();
            long message = 0;
            for (int round = 0; round < messages; round++) {
                for (int key = 0; key < keys; key++) {
                    Sender sender = new Sender("account" + key + "@example.org", true, true, limits);
                    MessageId id = TestAttempt.id(++message);
                    counters.count(new SendAttempt(
                            sender.account(),
                            SendCounters.ofSender(sender),
                            counters.cost(1, 2000, "someone@d" + round + ".example"),
                            id));
                }
                clock.advance(Duration.ofMinutes(10));
                // The queue for the database does not belong to the counter.
                while (!counters.takeDirty(10_000).isEmpty()) {}
            }
            long bytes = used() - before;
            int count = limits.limits().size();
            out.printf(
                    "%-60s %,d keys of %d messages: %d bytes a key, %d a key and limit%n",
                    text, keys, messages, bytes / keys, bytes / keys / count);
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
