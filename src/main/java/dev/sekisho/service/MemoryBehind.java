// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

/**
 * The change and its audit entry are in the database, but memory did not follow.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class MemoryBehind extends ServiceException {
    private static final long serialVersionUID = 1;

    MemoryBehind() {
        super(
                "The change and its audit entry are in the database, but counters, blocks or other state in memory did not"
                        + " follow. Repeat the request; the log says more.");
    }
}
