// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.signin;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Logger;

/** The messages of the login module; docs/messages.md explains them by their codes. */
@ThreadSafe
final class SigninMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.signin");

    /** Maximum number of lines in a second: a flood of guesses must not fill the disk. */
    private static final int LINES = 10;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private static long secondBegan = System.nanoTime() - SECOND_NANOS;
    private static int logged;
    private static long omitted;

    private SigninMessages() {}

    static void rejected(String user, String path, String client) {
        long before = place();
        if (before >= 0) {
            LOGGER.warning(() -> "SKS0740W Rejected the password of " + LogText.quoted(user) + " at "
                    + LogText.quoted(path) + " from " + client
                    + (before == 0 ? "" : "; " + before + " such lines were omitted before"));
        }
    }

    /** The number of omitted lines before this one; -1 if this line is omitted too. */
    private static synchronized long place() {
        long now = System.nanoTime();
        if (now - secondBegan >= SECOND_NANOS) {
            secondBegan = now;
            logged = 0;
        }
        if (logged >= LINES) {
            omitted++;
            return -1;
        }
        logged++;
        long before = omitted;
        omitted = 0;
        return before;
    }
}
