// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Clock;

/**
 * Decides when the beginning and the end of an outage are logged.
 *
 * <p>An outage begins at the first failure. It ends after five seconds without a failure that begin and end with a
 * success: a database at its connection limit, where every second attempt fails, has one outage and not one a second.
 *
 * <p>A success outside an outage costs a volatile read.
 */
@ThreadSafe
public final class Outage {
    /** Time without a failure in milliseconds; several passes of each background writer. */
    static final long STEADY_MILLIS = 5_000;

    private final Clock clock;
    private volatile boolean logged;
    private boolean succeeded;
    private long succeededMillis;

    public Outage(Clock clock) {
        this.clock = clock;
    }

    /** Records a failure; true if it begins an outage, which the caller logs. */
    public synchronized boolean begins() {
        succeeded = false;
        boolean first = !logged;
        logged = true;
        return first;
    }

    /** Records a success; true if it ends an outage, which the caller logs. */
    public boolean ends() {
        return logged && isSteady();
    }

    private synchronized boolean isSteady() {
        long now = clock.millis();
        if (!succeeded) {
            succeeded = true;
            succeededMillis = now;
            return false;
        }
        // Math.abs, so that a clock set back does not prolong the outage.
        if (!logged || Math.abs(now - succeededMillis) < STEADY_MILLIS) {
            return false;
        }
        logged = false;
        succeeded = false;
        return true;
    }
}
