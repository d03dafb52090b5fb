// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Addresses of mail hosts as gauges of MicroProfile Metrics: {@code sekisho_login_address_up} and
 * {@code sekisho_login_address_draining}, 1 or 0.
 *
 * <p>Source: MicroProfile Metrics 5.1.
 */
@ThreadSafe
public final class RegisteredAddressMetrics implements AddressMetrics {
    private static final Metadata UP = Metadata.builder()
            .withName("sekisho_login_address_up")
            .withDescription("Whether an address of a mail host greets: 1 or 0")
            .build();
    private static final Metadata DRAINING = Metadata.builder()
            .withName("sekisho_login_address_draining")
            .withDescription("Whether an address of a mail host, or the whole host, is draining: 1 or 0")
            .build();

    private final MetricRegistry registry;

    public RegisteredAddressMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void watch(Gauged service, BooleanSupplier up, BooleanSupplier draining) {
        registry.gauge(UP, () -> number(up), tags(service));
        registry.gauge(DRAINING, () -> number(draining), tags(service));
    }

    @Override
    public void forget(Gauged service) {
        registry.remove(new MetricID(UP.getName(), tags(service)));
        registry.remove(new MetricID(DRAINING.getName(), tags(service)));
    }

    private static int number(BooleanSupplier value) {
        return value.getAsBoolean() ? 1 : 0;
    }

    private static Tag[] tags(Gauged service) {
        return new Tag[] {
            new Tag("host", service.host()),
            new Tag("address", service.address()),
            new Tag("protocol", service.protocol())
        };
    }
}
