// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/** The change and its audit entry are in the database, but memory did not follow. */
@ThreadSafe
public final class MemoryBehind extends ServiceException {
    private static final long serialVersionUID = 1;

    MemoryBehind() {
        super(
                "The change and its audit entry are in the database, but counters, blocks or other state in memory did not"
                        + " follow. Repeat the request; the log says more.");
    }
}
