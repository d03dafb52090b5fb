// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Map;

/**
 * A line of master.cf.
 *
 * @param overrides the {@code -o} parameters
 */
@ThreadSafe
record MasterEntry(String name, String type, String command, Map<String, Parameter> overrides, Place place) {
    /** Whether it is reachable from this machine only. */
    boolean isLoopback() {
        return Hosts.isLoopback(name);
    }
}
