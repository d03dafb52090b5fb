// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/** The change and its audit entry are in the database, but in-memory state was not updated. */
@ThreadSafe
public final class MemoryBehind extends ServiceException {
    private static final long serialVersionUID = 1;

    public MemoryBehind() {
        super("The change and its audit entry are in the database, but counters, blocks or other in-memory"
                + " state were not"
                + " updated. Repeat the request; the log has the reason.");
    }
}
