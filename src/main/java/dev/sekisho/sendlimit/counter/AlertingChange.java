// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.limit.SendLimit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a counter while one request changes it, and the alerts of that request.
 *
 * <p>An alert is raised once in the period of its limit: the state remembers it. Confined to one thread.
 */
final class AlertingChange {
    private final SendLimit[] limits;
    private final Cost now;
    private final List<LimitAlert> alerts = new ArrayList<>(0);
    private CounterState state;

    /** @param now the time of the request; its amounts are not used */
    AlertingChange(CounterState state, SendLimit[] limits, Cost now) {
        this.state = state;
        this.limits = limits;
        this.now = now;
    }

    CounterState state() {
        return state;
    }

    List<LimitAlert> alerts() {
        return alerts;
    }

    /** A refused request: counted once for the limits that block an account. Without news the state stays the same. */
    AlertingChange refuse(LimitResult refused, Cost cost, long transaction, long recipient) {
        SendLimit limit = refused.limit();
        if (limit != null && limit.blockPercent() != 0 && !state.hasRefused(transaction, recipient)) {
            Cost more = state.hasRefused(transaction) ? cost.recipientOnly() : cost;
            state = state.refuse(more, transaction, recipient, limit);
        }
        return raise(refused);
    }

    /**
     * Raises the alerts that are due.
     *
     * @param taken the limit whose action was taken; null for none
     */
    AlertingChange raise(@Nullable LimitResult taken) {
        long freeSeconds = taken == null ? 0 : taken.freeSeconds();
        for (SendLimit limit : limits) {
            long used = state.used(Window.key(limit), now.nowSeconds());
            if (taken != null && limit.equals(taken.limit())) {
                raise(new LimitAlert(LimitEvent.Kind.REFUSED, limit, taken.used(), freeSeconds));
            } else if (used >= limit.notifyAt()) {
                raise(new LimitAlert(LimitEvent.Kind.NEAR, limit, used, 0));
            }
            if (limit.blockPercent() != 0) {
                long attempted = attempted(limit);
                if (attempted >= limit.blockAt()) {
                    raise(new LimitAlert(LimitEvent.Kind.SEND_BLOCKED, limit, attempted, freeSeconds));
                }
            }
        }
        return this;
    }

    private void raise(LimitAlert alert) {
        int key = Window.key(alert.limit());
        Window found = state.window(key);
        Window window = found == null ? Window.empty(key) : found;
        AlertState raised = window.alerts();
        if (!raised.has(alert.kind(), now.nowSeconds())) {
            alerts.add(alert);
            state = state.with(
                    window.withAlerts(raised.with(alert.kind(), window.alertedUntil(now))), now.nowSeconds());
        }
    }

    /** What was used and what was refused. */
    private long attempted(SendLimit limit) {
        return state.used(Window.key(limit), now.nowSeconds()) + state.used(Window.refusedKey(limit), now.nowSeconds());
    }
}
