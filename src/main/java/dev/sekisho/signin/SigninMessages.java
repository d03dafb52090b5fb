// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.signin;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Logger;

/** Each line that the login module logs, with its code; docs/messages.md explains them. */
@ThreadSafe
final class SigninMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.signin");

    /** So many lines a second: a flood of guesses must not fill the disk. */
    private static final int LINES = 10;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private static long secondBegan = System.nanoTime() - SECOND_NANOS;
    private static int told;
    private static long leftOut;

    private SigninMessages() {}

    static void refused(String user, String path, String client) {
        long before = place();
        if (before >= 0) {
            LOGGER.warning(() -> "SKS0740W " + LogText.quoted(user) + " was refused at " + LogText.quoted(path)
                    + " from " + client + (before == 0 ? "" : "; " + before + " such lines were left out before"));
        }
    }

    /** How many were left out before this one, or -1 if this one is. */
    private static synchronized long place() {
        long now = System.nanoTime();
        if (now - secondBegan >= SECOND_NANOS) {
            secondBegan = now;
            told = 0;
        }
        if (told >= LINES) {
            leftOut++;
            return -1;
        }
        told++;
        long before = leftOut;
        leftOut = 0;
        return before;
    }
}
