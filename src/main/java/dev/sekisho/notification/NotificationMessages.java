// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.settings.Masked;
import dev.sekisho.text.LogText;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of notifications; docs/messages.md explains each. */
@ThreadSafe
final class NotificationMessages {
    private static final Logger LOG = Logger.getLogger(NotificationMessages.class.getPackageName());

    private NotificationMessages() {}

    static void unreachable(String channel, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0710W Cannot deliver notifications by {0} ({1}). Sekisho keeps them and retries.",
                new Object[] {channel, masked(cause)});
    }

    static void reachedAgain(String channel) {
        LOG.log(Level.INFO, "SKS0711I Delivered a notification by {0} again.", channel);
    }

    static void givenUp(String channel, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0712W Gave up a notification that could not be delivered by {0} ({1}).",
                new Object[] {channel, masked(cause)});
    }

    static void overflow(String channel, long notifications) {
        LOG.log(
                Level.WARNING,
                "SKS0713W The queue for {0} is full: dropped {1} notifications since the last such message.",
                new Object[] {channel, notifications});
    }

    static void operatorLimited(long mails) {
        LOG.log(
                Level.WARNING,
                "SKS0714W Omitted {0} mails to the operator in an hour, above sekisho.notification.operator-per-hour.",
                mails);
    }

    /** Secrets are hidden before the text is cut: a cut URL would not be recognised. */
    private static String masked(Exception cause) {
        return LogText.oneLine(Masked.of(String.valueOf(cause.getMessage())), LogText.CAUSE_CHARACTERS);
    }
}
