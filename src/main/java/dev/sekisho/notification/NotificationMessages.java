// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.settings.Masked;
import dev.sekisho.text.LogText;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of the notices; docs/messages.md explains each. */
@ThreadSafe
final class NotificationMessages {
    private static final Logger LOG = Logger.getLogger(NotificationMessages.class.getPackageName());

    private NotificationMessages() {}

    static void unreachable(String channel, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0710W Notices cannot be delivered by {0} ({1}). They wait, and it is tried again.",
                new Object[] {channel, masked(cause)});
    }

    static void reachedAgain(String channel) {
        LOG.log(Level.INFO, "SKS0711I Notices are delivered by {0} again.", channel);
    }

    static void givenUp(String channel, Exception cause) {
        LOG.log(Level.WARNING, "SKS0712W A notice could not be delivered by {0} and was given up ({1}).", new Object[] {
            channel, masked(cause)
        });
    }

    static void overflow(String channel, long notices) {
        LOG.log(
                Level.WARNING,
                "SKS0713W {1} notices for {0} were dropped since the last such message, because too many waited.",
                new Object[] {channel, notices});
    }

    static void operatorSpared(long notices) {
        LOG.log(
                Level.WARNING,
                "SKS0714W {0} mails to the operator were left out in the last hour, beyond sekisho.notification.operator-per-hour.",
                notices);
    }

    /** Secrets are hidden before the text is cut: a cut URL would not be recognised. */
    private static String masked(Exception cause) {
        return LogText.oneLine(Masked.of(String.valueOf(cause.getMessage())), LogText.CAUSE_CHARACTERS);
    }
}
