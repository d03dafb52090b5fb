// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Map;

/** Whether mail hosts and MX hosts greet, as {@code dev.sekisho:type=Hosts}. */
@ThreadSafe
public interface HostsMXBean {
    /** Addresses and ports that do not greet. */
    int getAddressesDown();

    /**
     * {@code up}, {@code down} or {@code draining} by {@code HOST ADDRESS PROTOCOL}; the host of MX hosts is
     * {@code mx}. At most 5,000.
     */
    Map<String, String> getAddresses();
}
