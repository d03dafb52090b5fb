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
                "SKS0801W The counters of failed logins do not answer ({0}). Logins continue without brute-force"
                        + " protection.",
                cause);
    }

    static void storeBack() {
        LOG.info("SKS0802I The counters of failed logins answer again.");
    }

    static void networksNotWritten(Exception cause) {
        warn(
                "SKS0803W Cannot write networks of successful logins to the database ({0}). They stay in memory,"
                        + " and it is"
                        + " tried again.",
                cause);
    }

    static void networksWrittenAgain() {
        LOG.info("SKS0804I Networks of successful logins are written to the database again.");
    }

    static void exemptionsNotRead(Exception cause) {
        warn("SKS0805W Cannot read the exemptions from blocks ({0}). Those of the last reading stay valid.", cause);
    }

    static void exemptionsReadAgain() {
        LOG.info("SKS0806I The exemptions from blocks are read again.");
    }

    static void exemptionUnreadable(String subject, Exception reason) {
        LOG.log(
                Level.WARNING,
                "SKS0808W The exemption {0} is neither an account nor a network and is ignored; all others are"
                        + " valid: {1}.",
                new Object[] {LogText.quoted(subject), LogText.message(reason)});
    }

    private static void warn(String text, Exception cause) {
        LOG.log(Level.WARNING, text, LogText.cause(cause));
    }
}
