// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of the send limits; docs/messages.md explains each. */
@ThreadSafe
public final class SendLimitMessages {
    private static final Logger LOG = Logger.getLogger(SendLimitMessages.class.getPackageName());

    private SendLimitMessages() {}

    public static void countersNotWritten(Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0301W Send counters cannot be written to the database ({0}). Limits go on in memory; a stop now"
                        + " would lose what is not written. It is tried again every second.",
                LogText.cause(cause));
    }

    public static void countersWrittenAgain() {
        LOG.info("SKS0302I Send counters are written to the database again.");
    }

    /** Clocks of two nodes may differ by as much without a line, in seconds. */
    private static final long TOLERATED_SECONDS = 60;

    private static final AtomicBoolean FUTURE_LOGGED = new AtomicBoolean();

    /** Logged once until the process ends: a clock that jumps leaves as many such counters as there are accounts. */
    public static void countedInFuture(long aheadSeconds) {
        if (aheadSeconds > TOLERATED_SECONDS && FUTURE_LOGGED.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "SKS0309W A send counter has counts that lie {0} s in the future: the clock was set back, or another"
                            + " node''s clock is ahead. Such counts count as if they were made now.",
                    Long.toString(aheadSeconds));
        }
    }

    public static void loginNotCounted(String login, int most) {
        LOG.log(
                Level.WARNING,
                "SKS0308W More than {0} logins without an account have send counters. Mail of further ones, first of"
                        + " {1}, is not counted and passes; sekisho_sendlimit_uncounted_logins has their number.",
                new Object[] {Integer.toString(most), LogText.quoted(login)});
    }

    public static void counterUnreadable(String account, String windows) {
        LOG.log(
                Level.WARNING,
                "SKS0304W The stored send counter of {0} is not readable ({1}); the account starts from zero.",
                new Object[] {LogText.quoted(account), LogText.quoted(windows, 100)});
    }

    static void accountSendBlocked(String account, String limit, long asked) {
        LOG.log(Level.WARNING, "SKS0305W Account {0} is send-blocked: {1} asked for, the limit is {2}.", new Object[] {
            LogText.quoted(account), Long.toString(asked), limit
        });
    }

    static void sendBlockNotWritten(String account, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0306W That account {0} is send-blocked cannot be written to the database ({1}). This node"
                        + " refuses its mail; others do not know yet. It is tried again every second.",
                new Object[] {LogText.quoted(account), LogText.cause(cause)});
    }

    static void listenerFailed(String event, Exception cause) {
        LOG.log(Level.WARNING, cause, () -> "SKS0307W News of a limit were not told: " + LogText.oneLine(event, 400));
    }

    static void actionDoesNotDefer(String setting, String action) {
        LOG.log(
                Level.WARNING,
                "SKS0303W {0} is {1}: Postfix defers with DEFER_IF_REJECT only if a later restriction rejects, so"
                        + " at END-OF-MESSAGE the mail is accepted. Use 450 4.7.1 or DEFER.",
                new Object[] {setting, LogText.quoted(action)});
    }
}
