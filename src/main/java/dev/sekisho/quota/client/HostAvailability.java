// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.failsafe.CircuitBreaker;
import dev.sekisho.quota.QuotaConfig;
import dev.sekisho.quota.QuotaMessages;

/**
 * How a mail host's quota-status does: the circuit breaker that leaves a failing host alone, and what the operator was
 * told of it, so that each change is told once.
 *
 * <p>Safe for use by many threads; the lock is held for a few instructions, and the log is written outside it.
 */
final class HostAvailability {
    /** What {@link #breakerState} shows of a host that is left alone. */
    static final int OPEN = 2;

    private final String name;
    private final String peer;
    private final QuotaConfig config;
    private final CircuitBreaker<Object> breaker;

    @GuardedBy("this")
    private boolean lost;

    /** After the end of its pool nothing is told any more. */
    @GuardedBy("this")
    private boolean retired;

    /** Questions that found the line full since it was last empty. */
    @GuardedBy("this")
    private long turnedAway;

    HostAvailability(String name, String peer, QuotaConfig config) {
        this.name = name;
        this.peer = peer;
        this.config = config;
        this.breaker = CircuitBreaker.builder()
                .withFailureThreshold(config.breakerFailures())
                .withDelay(config.breakerDelay())
                .withSuccessThreshold(1) // one question tries whether the host is back
                .build();
    }

    /** 0 closed (the host is asked), 1 half open (one question tries it), 2 open (it is left alone). */
    int breakerState() {
        return breaker.isOpen() ? OPEN : breaker.isHalfOpen() ? 1 : 0;
    }

    /** Whether the breaker lets one more question through; it counts on hearing of the question's end. */
    boolean mayAsk() {
        return breaker.tryAcquirePermit();
    }

    /** Whether the host has failed, and has not answered since. */
    synchronized boolean isLost() {
        return lost;
    }

    /** The pool ends: what fails from now on fails because of that. */
    synchronized void retire() {
        retired = true;
    }

    /** The host has answered, whatever it said. */
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
     * A question has failed.
     *
     * @return whether the host is left alone from now on
     */
    boolean failed(String detail) {
        breaker.recordFailure();
        if (!breaker.isOpen()) {
            return false;
        }
        lose(detail);
        return true;
    }

    /** A question was not put to the host. */
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

    /** The line is empty again. */
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
