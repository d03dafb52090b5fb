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
                "SKS0301W Cannot write send counters to the database ({0}). Counting continues in memory; a restart"
                        + " now loses what is not written. Sekisho retries every second.",
                LogText.cause(cause));
    }

    public static void countersWrittenAgain() {
        LOG.info("SKS0302I Send counters are written to the database again.");
    }

    /** The clocks of two nodes may differ by this without a log line, in seconds. */
    private static final long TOLERATED_SECONDS = 60;

    private static final AtomicBoolean FUTURE_LOGGED = new AtomicBoolean();

    /** Logged once in the life of the process: after a clock jump every account may have such a counter. */
    public static void countedInFuture(long aheadSeconds) {
        if (aheadSeconds > TOLERATED_SECONDS && FUTURE_LOGGED.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "SKS0309W A send counter has counts {0} s in the future: the clock was set back, or the"
                            + " clock of another"
                            + " node is ahead. Sekisho treats them as counts of now.",
                    Long.toString(aheadSeconds));
        }
    }

    public static void loginNotCounted(String login, int most) {
        LOG.log(
                Level.WARNING,
                "SKS0308W More than {0} logins without an account have send counters. Mail of further logins, first of"
                        + " {1}, passes uncounted; the metric sekisho_sendlimit_uncounted_logins counts it.",
                new Object[] {Integer.toString(most), LogText.quoted(login)});
    }

    public static void recordUnreadable(String node, long record, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0310W Cannot read record {1} of node {0} in the counter journal ({2}). Counts of one second may be"
                        + " missing.",
                new Object[] {LogText.quoted(node), Long.toString(record), LogText.cause(cause)});
    }

    public static void counterUnreadable(String account, String windows) {
        LOG.log(
                Level.WARNING,
                "SKS0304W Cannot read the stored send counter of {0} ({1}); the account begins at zero.",
                new Object[] {LogText.quoted(account), LogText.quoted(windows, 100)});
    }

    static void accountSendBlocked(String account, String limit, long attempted) {
        LOG.log(Level.WARNING, "SKS0305W Account {0} is send-blocked: {1} attempted, the limit is {2}.", new Object[] {
            LogText.quoted(account), Long.toString(attempted), limit
        });
    }

    static void sendBlockNotWritten(String account, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0306W Cannot save the send block of account {0} ({1}). This node refuses its mail, other nodes do"
                        + " not yet. Sekisho retries every second.",
                new Object[] {LogText.quoted(account), LogText.cause(cause)});
    }

    public static void sendersNotExchanged(Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0311W Cannot exchange the figures of senders with the other nodes ({0}). The lists of senders lack"
                        + " what the others accepted and refused since then. Limits are not affected.",
                LogText.cause(cause));
    }

    public static void sendersExchangedAgain() {
        LOG.info("SKS0312I The figures of senders are exchanged with the other nodes again.");
    }

    static void listenerFailed(String event, Exception cause) {
        LOG.log(
                Level.WARNING,
                cause,
                () -> "SKS0307W A notification about a limit was lost: " + LogText.oneLine(event, 400));
    }

    static void actionDoesNotDefer(String setting, String action) {
        LOG.log(
                Level.WARNING,
                "SKS0303W {0} is {1}: Postfix defers with DEFER_IF_REJECT only if a later restriction rejects, so"
                        + " at END-OF-MESSAGE it accepts the mail. Use 450 4.7.1 or DEFER.",
                new Object[] {setting, LogText.quoted(action)});
    }
}
