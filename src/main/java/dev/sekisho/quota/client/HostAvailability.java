// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.failsafe.CircuitBreaker;
import dev.sekisho.quota.QuotaConfig;
import dev.sekisho.quota.QuotaMessages;

/**
 * The circuit breaker of a mail host, and the log of its changes: each change is logged once.
 *
 * <p>The lock is held for a few instructions; logging is outside it.
 */
final class HostAvailability {
    /** The {@link #breakerState} of an open breaker. */
    static final int OPEN = 2;

    private final String name;
    private final String peer;
    private final QuotaConfig config;
    private final CircuitBreaker<Object> breaker;

    @GuardedBy("this")
    private boolean lost;

    /** After the end of the pool nothing is logged. */
    @GuardedBy("this")
    private boolean retired;

    /** Requests that found the queue full since it was last empty. */
    @GuardedBy("this")
    private long turnedAway;

    HostAvailability(String name, String peer, QuotaConfig config) {
        this.name = name;
        this.peer = peer;
        this.config = config;
        this.breaker = CircuitBreaker.builder()
                .withFailureThreshold(config.breakerFailures())
                .withDelay(config.breakerDelay())
                .withSuccessThreshold(1) // one request probes the host
                .build();
    }

    /** 0 closed (requests pass), 1 half open (one request probes the host), 2 open (no requests). */
    int breakerState() {
        return breaker.isOpen() ? OPEN : breaker.isHalfOpen() ? 1 : 0;
    }

    /** Whether the breaker permits one more request; its end must be reported. */
    boolean permitsRequest() {
        return breaker.tryAcquirePermit();
    }

    /** Whether the host has failed and not answered since. */
    synchronized boolean isLost() {
        return lost;
    }

    /** The pool ends; later failures are its consequence. */
    synchronized void retire() {
        retired = true;
    }

    /** The host has answered. */
    void answered() {
        breaker.recordSuccess();
        boolean back;
        synchronized (this) {
            back = lost && breaker.isClosed();
            lost &= !back;
        }
        if (back) {
            QuotaMessages.hostBack(name, peer);
        }
    }

    /**
     * A request has failed.
     *
     * @return whether the breaker is open from now on
     */
    boolean failed(String detail) {
        breaker.recordFailure();
        if (!breaker.isOpen()) {
            return false;
        }
        lose(detail);
        return true;
    }

    /** A request was not sent to the host. */
    void turnedAway(QuotaFailure why) {
        if (why == QuotaFailure.UNRESOLVED) {
            lose("its name has no address");
        } else if (why == QuotaFailure.BUSY) {
            boolean newlyBusy;
            synchronized (this) {
                newlyBusy = turnedAway == 0;
                turnedAway++;
            }
            if (newlyBusy) {
                QuotaMessages.hostBusy(name, peer, config.waitingPerHost());
            }
        }
    }

    /** The queue is empty again. */
    void keepsUp() {
        long passed;
        synchronized (this) {
            passed = turnedAway;
            turnedAway = 0;
        }
        if (passed > 0) {
            QuotaMessages.hostKeepsUp(name, peer, passed);
        }
    }

    private void lose(String detail) {
        boolean newlyLost;
        synchronized (this) {
            newlyLost = !lost && !retired;
            lost = true;
        }
        if (newlyLost) {
            QuotaMessages.hostLost(name, peer, detail);
        }
    }
}
