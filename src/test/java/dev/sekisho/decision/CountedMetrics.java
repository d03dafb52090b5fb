// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Snapshot;
import org.eclipse.microprofile.metrics.Tag;

/**
 * The registry of metrics as far as {@link DecisionMetrics} uses it; figures by {@code name{tag=value}}.
 *
 * <p>Confined to one thread.
 */
final class CountedMetrics {
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> sums = new TreeMap<>();

    /** How often each counter and histogram was updated. */
    Map<String, Long> counts() {
        return counts;
    }

    /** The sum of each histogram. */
    Map<String, Long> sums() {
        return sums;
    }

    MetricRegistry registry() {
        return (MetricRegistry) Proxy.newProxyInstance(
                CountedMetrics.class.getClassLoader(),
                new Class<?>[] {MetricRegistry.class},
                (proxy, method, given) -> switch (method.getName()) {
                    case "counter" -> new CountedCounter(name((Metadata) given[0], (Tag[]) given[1]));
                    case "histogram" -> new CountedHistogram(((Metadata) given[0]).getName());
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static String name(Metadata metadata, Tag[] tags) {
        StringBuilder name = new StringBuilder(metadata.getName());
        Arrays.stream(tags)
                .forEach(tag -> name.append('{')
                        .append(tag.getTagName())
                        .append('=')
                        .append(tag.getTagValue())
                        .append('}'));
        return name.toString();
    }

    private final class CountedCounter implements Counter {
        private final String name;

        CountedCounter(String name) {
            this.name = name;
        }

        @Override
        public void inc() {
            inc(1);
        }

        @Override
        public void inc(long n) {
            counts.merge(name, n, Long::sum);
        }

        @Override
        public long getCount() {
            return counts.getOrDefault(name, 0L);
        }
    }

    private final class CountedHistogram implements Histogram {
        private final String name;

        CountedHistogram(String name) {
            this.name = name;
        }

        @Override
        public void update(int value) {
            update((long) value);
        }

        @Override
        public void update(long value) {
            counts.merge(name, 1L, Long::sum);
            sums.merge(name, value, Long::sum);
        }

        @Override
        public long getCount() {
            return counts.getOrDefault(name, 0L);
        }

        @Override
        public long getSum() {
            return sums.getOrDefault(name, 0L);
        }

        @Override
        public Snapshot getSnapshot() {
            throw new UnsupportedOperationException();
        }
    }
}
