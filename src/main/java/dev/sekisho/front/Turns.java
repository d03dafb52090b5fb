// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * So many at a time, the others in the order in which they came, without a thread.
 *
 * <p>Who was given a turn gives it back.
 */
@ThreadSafe
final class Turns {
    private final int mostWaiting;
    private final Deque<BooleanSupplier> line = new ArrayDeque<>();
    private int free;

    Turns(int turns, int mostWaiting) {
        this.free = turns;
        this.mostWaiting = mostWaiting;
    }

    /** Takes a turn that is free now, if nobody waits for it. */
    synchronized boolean take() {
        if (free == 0 || !line.isEmpty()) {
            return false;
        }
        free--;
        return true;
    }

    /**
     * Waits for a turn, or is given one at once; false if the line is full.
     *
     * @param begin called with the turn; false if it is not wanted any more
     */
    boolean wait(BooleanSupplier begin) {
        synchronized (this) {
            if (free == 0 || !line.isEmpty()) {
                return line.size() < mostWaiting && line.offer(begin);
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
                next = line.poll();
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
