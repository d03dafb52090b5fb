// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import dev.sekisho.quota.QuotaMessages;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Metrics that are also logged once a day for each mail host. Counting takes no lock. */
public final class DailyHostSummary implements HostMetrics {
    private static final class Day {
        final Map<String, LongAdder> results = new ConcurrentHashMap<>();
        final LongAdder timed = new LongAdder();
        final LongAdder nanos = new LongAdder();
        final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    }

    private final HostMetrics metrics;
    private volatile Map<String, Day> days = new ConcurrentHashMap<>();

    public DailyHostSummary(HostMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void count(String host, String result) {
        metrics.count(host, result);
        day(host).results.computeIfAbsent(result, absent -> new LongAdder()).increment();
    }

    @Override
    public void took(String host, long nanos) {
        metrics.took(host, nanos);
        Day day = day(host);
        day.timed.increment();
        day.nanos.add(nanos);
        day.longest.accumulate(nanos);
    }

    @Override
    public void watch(ConnectionPool pool) {
        metrics.watch(pool);
    }

    @Override
    public void forget(ConnectionPool pool) {
        metrics.forget(pool);
    }

    /** Logs a line for each host in use and resets its figures; a count at this moment may be lost. */
    public void tell() {
        Map<String, Day> over = days;
        days = new ConcurrentHashMap<>();
        new TreeMap<>(over).forEach((host, day) -> {
            String results = new TreeMap<>(day.results)
                    .entrySet().stream()
                            .map(each -> each.getKey() + " " + each.getValue().sum())
                            .collect(Collectors.joining(", "));
            long timed = Math.max(1, day.timed.sum());
            QuotaMessages.hostDay(
                    host,
                    results,
                    TimeUnit.NANOSECONDS.toMicros(day.nanos.sum() / timed),
                    TimeUnit.NANOSECONDS.toMicros(day.longest.get()));
        });
    }

    private Day day(String host) {
        Day day = days.get(host);
        return day != null ? day : days.computeIfAbsent(host, absent -> new Day());
    }
}
