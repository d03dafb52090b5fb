// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of brute-force protection; docs/messages.md explains each. */
@ThreadSafe
final class BruteForceMessages {
    private static final Logger LOG = Logger.getLogger(BruteForceMessages.class.getPackageName());

    private BruteForceMessages() {}

    static void storeLost(Exception cause) {
        warn(
                "SKS0801W The counters of failed logins cannot be used ({0}). Logins go on without brute-force protection.",
                cause);
    }

    static void storeBack() {
        LOG.info("SKS0802I The counters of failed logins can be used again.");
    }

    static void networksNotWritten(Exception cause) {
        warn(
                "SKS0803W Networks of good logins cannot be written to the database ({0}). They hold in memory, and it is"
                        + " tried again.",
                cause);
    }

    static void networksWrittenAgain() {
        LOG.info("SKS0804I Networks of good logins are written to the database again.");
    }

    static void exemptionsNotRead(Exception cause) {
        warn("SKS0805W The exemptions from blocks cannot be read ({0}). The last ones known hold on.", cause);
    }

    static void exemptionsReadAgain() {
        LOG.info("SKS0806I The exemptions from blocks can be read again.");
    }

    static void exemptionUnreadable(String subject, Exception reason) {
        LOG.log(
                Level.WARNING,
                "SKS0808W The exemption {0} is neither an account nor a network and is passed over; all others hold: {1}.",
                new Object[] {LogText.quoted(subject), LogText.message(reason)});
    }

    private static void warn(String text, Exception cause) {
        LOG.log(Level.WARNING, text, LogText.cause(cause));
    }
}
