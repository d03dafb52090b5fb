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

/**
 * The metrics of the services: the counter {@code sekisho_SERVICE_requests_total{result}} and the histogram
 * {@code sekisho_SERVICE_microseconds}.
 *
 * <p>The only label is the result, from a small fixed set; never a user, address or message.
 */
@ThreadSafe
public class DecisionMetrics {
    private final MetricRegistry registry;
    private final Map<String, ServiceMetrics> services = new ConcurrentHashMap<>();

    public DecisionMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    void record(Decision decision, boolean warmedUp) {
        ServiceMetrics service = services.get(decision.by());
        if (service == null) {
            service = services.computeIfAbsent(decision.by(), ServiceMetrics::new);
        }
        service.count(warmedUp ? "warmup" : decision.result());
        if (!warmedUp) {
            service.microseconds.update(TimeUnit.NANOSECONDS.toMicros(decision.tookNanos()));
        }
    }

    private final class ServiceMetrics {
        final Histogram microseconds;
        private final String name;
        private final Map<String, Counter> requests = new ConcurrentHashMap<>();

        ServiceMetrics(String name) {
            this.name = name;
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
