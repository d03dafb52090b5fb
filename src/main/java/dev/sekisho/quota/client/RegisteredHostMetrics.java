// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * The metrics of the mail hosts in the registry of MicroProfile Metrics.
 *
 * <p>{@code sekisho_quota_host_requests_total{host,result}}, the histogram
 * {@code sekisho_quota_host_microseconds{host}}, and for each host in use, by name and peer ({@code address:port}):
 * {@code sekisho_quota_host_breaker} (0 closed, 1 half open, 2 open), {@code _connections}, {@code _connections_busy}
 * and {@code _waiting}. Counters stay after their host is gone; gauges end with it.
 *
 * <p>Source: MicroProfile Metrics 5.1. Counting takes no lock.
 */
public final class RegisteredHostMetrics implements HostMetrics {
    private static final String PREFIX = "sekisho_quota_host_";

    private static final Map<String, Gauged> GAUGES = Map.of(
            "breaker",
            new Gauged("Circuit breaker: 0 closed, 1 half open, 2 open", ConnectionPool::breakerState),
            "connections",
            new Gauged("Connections open or opening", ConnectionPool::openConnections),
            "connections_busy",
            new Gauged("Connections with a request under way", ConnectionPool::busyConnections),
            "waiting",
            new Gauged("Requests that wait for a connection", ConnectionPool::waitingRequests));

    private record Gauged(String description, Function<ConnectionPool, Integer> value) {}

    private record Key(String host, String result) {}

    private final MetricRegistry registry;
    private final Map<Key, Counter> requests = new ConcurrentHashMap<>();
    private final Map<String, Histogram> microseconds = new ConcurrentHashMap<>();

    public RegisteredHostMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void count(String host, String result) {
        Key key = new Key(host, result);
        Counter counter = requests.get(key);
        if (counter == null) {
            counter = requests.computeIfAbsent(key, this::register);
        }
        counter.inc();
    }

    @Override
    public void took(String host, long nanos) {
        Histogram histogram = microseconds.get(host);
        if (histogram == null) {
            histogram = microseconds.computeIfAbsent(
                    host,
                    absent -> registry.histogram(
                            Metadata.builder()
                                    .withName(PREFIX + "microseconds")
                                    .withDescription(
                                            "Time from a request to the answer of the mail host, in microseconds")
                                    .withUnit("microseconds")
                                    .build(),
                            new Tag("host", host)));
        }
        histogram.update(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    @Override
    public void watch(ConnectionPool pool) {
        GAUGES.forEach((name, gauged) -> registry.gauge(
                Metadata.builder()
                        .withName(PREFIX + name)
                        .withDescription(gauged.description())
                        .build(),
                pool,
                gauged.value(),
                tags(pool)));
    }

    @Override
    public void forget(ConnectionPool pool) {
        GAUGES.keySet().forEach(name -> registry.remove(new MetricID(PREFIX + name, tags(pool))));
    }

    private Counter register(Key key) {
        return registry.counter(
                Metadata.builder()
                        .withName(PREFIX + "requests")
                        .withDescription("Requests about mailboxes, by mail host and result")
                        .build(),
                new Tag("host", key.host()),
                new Tag("result", key.result()));
    }

    private static Tag[] tags(ConnectionPool pool) {
        return new Tag[] {new Tag("host", pool.name()), new Tag("peer", pool.peer())};
    }
}
