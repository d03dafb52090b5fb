// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.Map;

/**
 * A line of master.cf.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param overrides the {@code -o} parameters
 */
record MasterEntry(String name, String type, String command, Map<String, Parameter> overrides, Place place) {
    /** Whether only this machine can reach it. */
    boolean isLoopback() {
        return Hosts.isLoopback(name);
    }
}
