// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done when the transaction of this thread is committed, and before the request is answered.
 *
 * <p>What it gathers is confined to the thread of the request.
 */
final class AfterCommit {
    private static final ThreadLocal<List<Runnable>> WAITING = ThreadLocal.withInitial(ArrayList::new);

    private AfterCommit() {}

    /** Has {@code work} done after the commit; a rollback forgets it. */
    static void run(Runnable work) {
        WAITING.get().add(work);
    }

    static void begin() {
        WAITING.remove();
    }

    static void committed() {
        List<Runnable> work = WAITING.get();
        WAITING.remove();
        work.forEach(Runnable::run);
    }
}
