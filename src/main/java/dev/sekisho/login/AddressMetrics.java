// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.function.BooleanSupplier;

/**
 * Shows what is known of each address of each mail host; labels are what the operator configured, so their number is
 * his.
 */
@ThreadSafe
public interface AddressMetrics {
    /** Whom a gauge is about: a mail host's name, its address as configured, and the protocol. */
    record Gauged(String host, String address, String protocol) {}

    void watch(Gauged service, BooleanSupplier up, BooleanSupplier draining);

    void forget(Gauged service);
}
