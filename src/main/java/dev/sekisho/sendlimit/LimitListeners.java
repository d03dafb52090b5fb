// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.sendlimit.counter.LimitEvent;
import dev.sekisho.sendlimit.counter.LimitListener;

/** Calls all listeners of limits; one that fails affects neither the others nor the mail. */
@ThreadSafe
public final class LimitListeners implements LimitListener {
    private final Iterable<? extends LimitListener> listeners;

    public LimitListeners(Iterable<? extends LimitListener> listeners) {
        this.listeners = listeners;
    }

    @Override
    public void limitReached(LimitEvent event) {
        for (LimitListener each : listeners) {
            try {
                each.limitReached(event);
            } catch (RuntimeException e) {
                SendLimitMessages.listenerFailed(event.toString(), e);
            }
        }
    }
}
