// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** The memory that all bodies under way may have together, whoever sends them. */
@ThreadSafe
@ApplicationScoped
public class BodyBudget {
    /** In bytes: a thousand bodies of full length; slow ones have what has come of them only. */
    static final long MOST_BYTES = 64L * 1024 * 1024;

    private final AtomicLong taken = new AtomicLong();

    boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= MOST_BYTES) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(int bytes) {
        taken.addAndGet(-bytes);
    }
}
