// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the services: the counter {@code sekisho_SERVICE_requests_total{result}} and the histogram
 * {@code sekisho_SERVICE_microseconds}.
 *
 * <p>The only label is the result, from a small fixed set; never a user, address or message.
 */
@ThreadSafe
public class DecisionMetrics {
    private final @Nullable MetricRegistry registry;
    private final Map<String, ServiceMetrics> services = new ConcurrentHashMap<>();

    public DecisionMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    private DecisionMetrics() {
        this.registry = null;
    }

    /** No metrics. */
    static DecisionMetrics off() {
        return new DecisionMetrics();
    }

    void record(Decision decision) {
        if (registry == null) {
            return;
        }
        ServiceMetrics service = services.get(decision.by());
        if (service == null) {
            service = services.computeIfAbsent(decision.by(), name -> new ServiceMetrics(name, registry));
        }
        service.count(decision.result());
        service.microseconds.update(TimeUnit.NANOSECONDS.toMicros(decision.tookNanos()));
    }

    private static final class ServiceMetrics {
        final Histogram microseconds;
        private final String name;
        private final MetricRegistry registry;
        private final Map<String, Counter> requests = new ConcurrentHashMap<>();

        ServiceMetrics(String name, MetricRegistry registry) {
            this.name = name;
            this.registry = registry;
            this.microseconds = registry.histogram(Metadata.builder()
                    .withName("sekisho_" + name + "_microseconds")
                    .withDescription("Time from a complete request to its answer, in microseconds")
                    .withUnit("microseconds")
                    .build());
        }

        void count(String result) {
            Counter counter = requests.get(result);
            if (counter == null) {
                counter = requests.computeIfAbsent(result, this::register);
            }
            counter.inc();
        }

        private Counter register(String result) {
            return registry.counter(
                    Metadata.builder()
                            .withName("sekisho_" + name + "_requests")
                            .withDescription("Requests answered, by result")
                            .build(),
                    new Tag("result", result));
        }
    }
}
