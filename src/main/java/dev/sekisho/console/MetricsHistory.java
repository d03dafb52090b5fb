// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;

/** Samples of the services' metrics: every ten seconds of the last hour, and every four minutes of the last day. */
@ThreadSafe
@ApplicationScoped
public class MetricsHistory {
    static final List<String> SERVICES = List.of("login", "sendlimit", "quota");
    static final int SECONDS = 10;

    /** Samples in an hour, and in a day with every {@link #EVERY}th. */
    static final int SAMPLES = 360;

    /** Every 24th sample is four minutes, so a day has as many steps as an hour. */
    static final int EVERY = 24;

    @Inject
    private MetricRegistry metrics;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private final Map<String, Deque<Sample>> history = new TreeMap<>();
    private final Map<String, Deque<Sample>> days = new TreeMap<>();
    private volatile @Nullable Future<?> sampling;
    private int taken;

    /** The metrics of a service at one time, counted since the start. */
    @ThreadSafe
    record Sample(Map<String, Long> results, long answered, long micros) {
        long all() {
            return results.values().stream().mapToLong(Long::longValue).sum();
        }

        long of(List<String> names) {
            return names.stream()
                    .mapToLong(name -> results.getOrDefault(name, 0L))
                    .sum();
        }
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        sampling = scheduler.scheduleWithFixedDelay(this::sample, 0, SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        Future<?> task = sampling;
        if (task != null) {
            task.cancel(false);
        }
    }

    private synchronized void sample() {
        for (String service : SERVICES) {
            Sample now = now(service);
            add(history, service, now);
            if (taken % EVERY == 0) {
                add(days, service, now);
            }
        }
        taken++;
    }

    private static void add(Map<String, Deque<Sample>> history, String service, Sample now) {
        Deque<Sample> samples = history.computeIfAbsent(service, name -> new ArrayDeque<>());
        samples.addLast(now);
        if (samples.size() > SAMPLES + 1) {
            samples.removeFirst();
        }
    }

    /** The present metrics of a service. */
    Sample now(String service) {
        Map<String, Long> results = new TreeMap<>();
        metrics.getCounters((id, metric) -> id.getName().equals("sekisho_" + service + "_requests"))
                .forEach((id, counter) -> {
                    String result = id.getTags().getOrDefault("result", "");
                    results.merge(result, counter.getCount(), Long::sum);
                });
        long answered = 0;
        long micros = 0;
        for (Histogram each : metrics.getHistograms(
                        (id, metric) -> id.getName().equals("sekisho_" + service + "_microseconds"))
                .values()) {
            answered += each.getCount();
            micros += each.getSum();
        }
        return new Sample(results, answered, micros);
    }

    /** A copy of the samples of a service in the last hour, oldest first. */
    synchronized List<Sample> samples(String service) {
        return new ArrayList<>(history.getOrDefault(service, new ArrayDeque<>()));
    }

    /** A copy of the samples of a service in the last day, oldest first, and a present one. */
    synchronized List<Sample> day(String service) {
        List<Sample> samples = new ArrayList<>(days.getOrDefault(service, new ArrayDeque<>()));
        samples.add(now(service));
        return samples;
    }
}
