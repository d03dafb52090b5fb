// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;

/** The progress of the start, for the health checks. Each step occurs once. */
@ThreadSafe
@ApplicationScoped
public class ServerState {
    private volatile boolean databaseOpen;
    private volatile boolean cachesOpen;
    private volatile boolean warmedUp;
    private volatile boolean warmUpWaived;
    private volatile boolean startAborted;
    private volatile String warmUpFailure = "";

    boolean isDatabaseOpen() {
        return databaseOpen;
    }

    boolean areCachesOpen() {
        return cachesOpen;
    }

    boolean isWarmedUp() {
        return warmedUp;
    }

    /** Whether readiness no longer waits for the warm-up: it is done, or has failed for too long. */
    boolean isWarmUpDoneOrWaived() {
        return warmedUp || warmUpWaived;
    }

    /** The last failure of the warm-up; empty if there is none, or after it succeeded. */
    String warmUpFailure() {
        return warmUpFailure;
    }

    /** Whether the start was aborted before the database was opened, so that the process must end. */
    boolean isStartAborted() {
        return startAborted;
    }

    void databaseOpened() {
        databaseOpen = true;
    }

    void cachesOpened() {
        cachesOpen = true;
    }

    void warmUpEnded() {
        warmedUp = true;
        warmUpFailure = "";
    }

    void warmUpFailed(String reason) {
        warmUpFailure = reason;
    }

    /** Ends the wait of readiness for a failing warm-up. */
    void waiveWarmUp() {
        warmUpWaived = true;
    }

    /** Marks the start as failed for good. */
    void abortStart() {
        startAborted = true;
    }
}
