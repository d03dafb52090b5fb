// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Map;

/** The results of probing mail hosts and MX hosts, registered as {@code dev.sekisho:type=Hosts}. */
@ThreadSafe
public interface HostsMXBean {
    /** Number of addresses and ports without a greeting. */
    int getAddressesDown();

    /**
     * {@code up}, {@code down} or {@code draining} by {@code HOST ADDRESS PROTOCOL}; MX hosts have the host {@code mx}.
     * At most 5,000 entries.
     */
    Map<String, String> getAddresses();
}
