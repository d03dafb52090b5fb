// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of all request bodies that are being read. */
@ThreadSafe
@ApplicationScoped
public class BodyBudget {
    /** Maximum in bytes: a thousand bodies of maximum length. A slow body takes only what has arrived. */
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
