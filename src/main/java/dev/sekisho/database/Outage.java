// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import java.time.Clock;

/**
 * When an operator is told that something does not answer, and that it answers again.
 *
 * <p>The beginning is told at the first failure. The end is told when nothing has failed for five seconds and something
 * has succeeded at both ends of that time: a database at its connection limit, where each second attempt fails, is one
 * outage and not one a second.
 *
 * <p>Safe for use by many threads; a success outside an outage costs the reading of one field.
 */
public final class Outage {
    /** Time of steady success in milliseconds: several passes of each background writer. */
    static final long STEADY_MILLIS = 5_000;

    private final Clock clock;
    private volatile boolean told;
    private boolean succeeded;
    private long succeededMillis;

    public Outage(Clock clock) {
        this.clock = clock;
    }

    /** Notes a failure; true if an outage begins with it, which is to be logged. */
    public synchronized boolean begins() {
        succeeded = false;
        boolean first = !told;
        told = true;
        return first;
    }

    /** Notes a success; true if an outage ends with it, which is to be logged. */
    public boolean ends() {
        return told && isSteady();
    }

    private synchronized boolean isSteady() {
        long now = clock.millis();
        if (!succeeded) {
            succeeded = true;
            succeededMillis = now;
            return false;
        }
        // Math.abs: a clock that was set back must not make it last for longer.
        if (!told || Math.abs(now - succeededMillis) < STEADY_MILLIS) {
            return false;
        }
        told = false;
        succeeded = false;
        return true;
    }
}
