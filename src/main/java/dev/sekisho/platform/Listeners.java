// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The state of the policy listeners, read from their MBeans, because the resource adapter is a separate module and
 * shares no objects with the application.
 */
@ThreadSafe
@ApplicationScoped
public class Listeners {
    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();
    private static final List<String> COUNTERS = List.of(
            "OpenConnections",
            "AcceptedConnections",
            "RefusedConnections",
            "EvictedConnections",
            "Requests",
            "ProtocolErrors",
            "TimedOutConnections",
            "FailedDeliveries");

    @Inject
    private Configuration configuration;

    @Inject
    private MetricRegistry metrics;

    /** Registers the adapter's counters as gauges, which read the MBeans on each request. */
    void registerMetrics() {
        for (ListenerConfig listener : configuration.listeners()) {
            for (String counter : COUNTERS) {
                register(listener.name(), counter);
            }
            gauge(
                    "sekisho_listener_bound",
                    "1 while the policy listener accepts connections",
                    listener.name(),
                    name -> isBound(name) ? 1 : 0);
        }
    }

    private void register(String name, String counter) {
        String metric =
                "sekisho_listener" + counter.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        gauge(metric, "The policy listener's " + counter, name, each -> {
            Object value = attribute(each, counter);
            return value instanceof Number number ? number.doubleValue() : 0;
        });
    }

    private void gauge(String metric, String description, String name, ToDoubleFunction<String> value) {
        metrics.gauge(
                Metadata.builder().withName(metric).withDescription(description).build(),
                name,
                each -> value.applyAsDouble(each),
                new Tag("listener", name));
    }

    List<ListenerConfig> configured() {
        return configuration.listeners();
    }

    boolean areBound() {
        return configuration.listeners().stream().allMatch(each -> isBound(each.name()));
    }

    boolean isBound(String name) {
        return Boolean.TRUE.equals(attribute(name, "Bound"));
    }

    /** The actual address of the listener as {@code address:port}; empty if it does not exist. */
    String actualAddress(String name) {
        Object port = attribute(name, "Port");
        return port == null ? "" : attribute(name, "Address") + ":" + port;
    }

    private static @Nullable Object attribute(String name, String attribute) {
        try {
            return MBEANS.getAttribute(new ObjectName("dev.sekisho:type=PolicyListener,name=" + name), attribute);
        } catch (JMException e) {
            // No such MBean: the listener is not activated.
            return null;
        }
    }
}
