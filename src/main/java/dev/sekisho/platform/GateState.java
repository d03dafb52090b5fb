// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * How far the start has come, for the health checks. Each step is passed once.
 *
 * <p>Safe for use by many threads.
 */
@ApplicationScoped
public class GateState {
    private volatile boolean databaseOpen;
    private volatile boolean cachesOpen;
    private volatile boolean rehearsed;

    boolean isDatabaseOpen() {
        return databaseOpen;
    }

    boolean areCachesOpen() {
        return cachesOpen;
    }

    boolean isRehearsed() {
        return rehearsed;
    }

    void databaseOpened() {
        databaseOpen = true;
    }

    void cachesOpened() {
        cachesOpen = true;
    }

    void rehearsalEnded() {
        rehearsed = true;
    }
}
