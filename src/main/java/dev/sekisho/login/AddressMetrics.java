// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.function.BooleanSupplier;

/** Publishes the state of each address of each mail host; the configuration bounds the number of labels. */
@ThreadSafe
public interface AddressMetrics {
    /** The subject of a gauge: the name of a mail host, its address as configured, and the protocol. */
    record Gauged(String host, String address, String protocol) {}

    void watch(Gauged service, BooleanSupplier up, BooleanSupplier draining);

    void forget(Gauged service);
}
