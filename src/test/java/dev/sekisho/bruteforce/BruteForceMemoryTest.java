// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What attackers cost in heap; the figures of docs/performance/2026-11.md are what this reports. */
@Tag("slow")
class BruteForceMemoryTest {
    private final TestBruteForce sekisho = new TestBruteForce(new SettableClock("2026-11-24T12:00:00Z"), Map.of());

    @AfterEach
    void close() {
        sekisho.close();
    }

    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static String address(int i) {
        return "10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255);
    }

    private long counters() {
        long count = 0;
        for (var each : sekisho.counters) {
            count += each == null ? 0 : 1;
        }
        return count;
    }

    @Test
    void aHundredThousandAttackingAddressesFitInTheDefaultBound(TestReporter reporter) {
        long before = usedBytes();
        for (int i = 0; i < 100_000; i++) {
            sekisho.fail("user" + i + "@example.org", address(i), "guess " + i);
        }
        long counters = counters();
        long bytes = usedBytes() - before;
        report(reporter, "100,000 addresses, a try each", counters, bytes);
        assertThat(counters).isBetween(100_000L, 220_000L);
        assertThat(bytes).isLessThan(100_000_000L);
    }

    @Test
    void aBlockedAddressCostsLittleMore(TestReporter reporter) {
        long before = usedBytes();
        for (int i = 0; i < 5000; i++) {
            for (int guess = 0; guess < 21; guess++) {
                sekisho.fail("one@example.org", address(i * 256), "guess " + guess);
            }
        }
        long counters = counters();
        long bytes = usedBytes() - before;
        report(reporter, "5,000 networks, each blocked", counters, bytes);
        assertThat(sekisho.blocks.page("", 100_000, each -> true)).hasSizeGreaterThan(5000);
        assertThat(bytes / 5000).as("bytes an attacker").isLessThan(10_000L);
    }

    private static void report(TestReporter reporter, String what, long counters, long bytes) {
        reporter.publishEntry(
                what, counters + " counters, " + bytes + " bytes, " + bytes / counters + " a counter with all");
    }
}
