// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * A semaphore without blocking: a bounded number of turns, and a queue of callbacks in the order of their arrival.
 *
 * <p>The holder of a turn gives it back.
 */
@ThreadSafe
final class Turns {
    private final int mostWaiting;
    private final Deque<BooleanSupplier> queue = new ArrayDeque<>();
    private int free;

    Turns(int turns, int mostWaiting) {
        this.free = turns;
        this.mostWaiting = mostWaiting;
    }

    /** Takes a free turn, if the queue is empty. */
    synchronized boolean take() {
        if (free == 0 || !queue.isEmpty()) {
            return false;
        }
        free--;
        return true;
    }

    /**
     * Takes a turn now or later; false if the queue is full.
     *
     * @param begin called with the turn; returns false if it does not need the turn any more
     */
    boolean wait(BooleanSupplier begin) {
        synchronized (this) {
            if (free == 0 || !queue.isEmpty()) {
                return queue.size() < mostWaiting && queue.offer(begin);
            }
            free--;
        }
        if (!begin.getAsBoolean()) {
            giveBack();
        }
        return true;
    }

    void giveBack() {
        while (true) {
            BooleanSupplier next;
            synchronized (this) {
                next = queue.poll();
                if (next == null) {
                    free++;
                    return;
                }
            }
            if (next.getAsBoolean()) {
                return;
            }
        }
    }
}
