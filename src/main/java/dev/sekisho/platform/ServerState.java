// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;

/** How far the start has come, for the health checks. Each step is passed once. */
@ThreadSafe
@ApplicationScoped
public class ServerState {
    private volatile boolean databaseOpen;
    private volatile boolean cachesOpen;
    private volatile boolean warmedUp;
    private volatile boolean excused;
    private volatile boolean hopeless;
    private volatile String warmUpTrouble = "";

    boolean isDatabaseOpen() {
        return databaseOpen;
    }

    boolean areCachesOpen() {
        return cachesOpen;
    }

    boolean isWarmedUp() {
        return warmedUp;
    }

    /** Whether the warm-up does not keep Sekisho from being ready: it is over, or has failed for too long. */
    boolean isWarmedUpOrExcused() {
        return warmedUp || excused;
    }

    /** Why the warm-up is not over yet; empty if it is, or has not failed. */
    String warmUpTrouble() {
        return warmUpTrouble;
    }

    /** Whether the start was given up before the database was asked, and the process is to end. */
    boolean isHopeless() {
        return hopeless;
    }

    void databaseOpened() {
        databaseOpen = true;
    }

    void cachesOpened() {
        cachesOpen = true;
    }

    void warmUpEnded() {
        warmedUp = true;
        warmUpTrouble = "";
    }

    void warmUpFailed(String reason) {
        warmUpTrouble = reason;
    }

    /** Sekisho is not kept from its work any longer. */
    void excuseWarmUp() {
        excused = true;
    }

    /** It can never run like this. */
    void giveUp() {
        hopeless = true;
    }
}
