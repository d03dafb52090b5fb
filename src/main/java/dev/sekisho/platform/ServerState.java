// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * How far the start has come, for the health checks. Each step is passed once.
 *
 * <p>Safe for use by many threads.
 */
@ApplicationScoped
public class ServerState {
    private volatile boolean databaseOpen;
    private volatile boolean cachesOpen;
    private volatile boolean rehearsed;
    private volatile boolean excused;
    private volatile boolean hopeless;
    private volatile String rehearsalTrouble = "";

    boolean isDatabaseOpen() {
        return databaseOpen;
    }

    boolean areCachesOpen() {
        return cachesOpen;
    }

    boolean isRehearsed() {
        return rehearsed;
    }

    /** Whether the rehearsal does not keep the gate from being ready: it is over, or has failed for too long. */
    boolean isRehearsedOrExcused() {
        return rehearsed || excused;
    }

    /** Why the rehearsal is not over yet; empty if it is, or has not failed. */
    String rehearsalTrouble() {
        return rehearsalTrouble;
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

    void rehearsalEnded() {
        rehearsed = true;
        rehearsalTrouble = "";
    }

    void rehearsalFailed(String reason) {
        rehearsalTrouble = reason;
    }

    /** The gate is not kept from its work any longer. */
    void excuseRehearsal() {
        excused = true;
    }

    /** It can never run like this. */
    void giveUp() {
        hopeless = true;
    }
}
