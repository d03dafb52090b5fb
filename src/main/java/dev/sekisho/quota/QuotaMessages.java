// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The operator messages of the quota service; {@code docs/messages.md} explains each.
 *
 * <p>Each is about a change of state, never about one mail: these are in the decision log. No text comes from the
 * sender of a mail.
 */
@ThreadSafe
public final class QuotaMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.quota");

    private QuotaMessages() {}

    public static void hostLost(String host, String peer, String why) {
        LOGGER.warning(() -> "SKS0401W quota-status of mail host " + host + " (" + peer + ") does not answer: " + why
                + "; mail to its mailboxes passes without a quota check");
    }

    public static void hostBack(String host, String peer) {
        LOGGER.info(() -> "SKS0402I quota-status of mail host " + host + " (" + peer + ") answers again");
    }

    public static void hostBusy(String host, String peer, int waiting) {
        LOGGER.warning(() -> "SKS0403W quota-status of mail host " + host + " (" + peer + ") is too slow: " + waiting
                + " requests wait, and mail beyond them passes without a quota check");
    }

    public static void hostKeepsUp(String host, String peer, long passed) {
        LOGGER.info(() -> "SKS0404I quota-status of mail host " + host + " (" + peer + ") keeps up again; " + passed
                + " mails had passed meanwhile");
    }

    public static void tooManyHosts(int most) {
        LOGGER.warning(() -> "SKS0405W more than " + most
                + " mail hosts are in use for quotas; mail to mailboxes of further mail hosts passes"
                + " without a quota check");
    }

    public static void memoryLost(RuntimeException cause) {
        LOGGER.log(
                Level.WARNING,
                cause,
                () -> "SKS0411W The caches of the quota service do not answer; mail is decided without them");
    }

    public static void memoryBack() {
        LOGGER.info(() -> "SKS0412I The caches of the quota service answer again");
    }

    public static void doveadmLost(String host, String url, String why) {
        LOGGER.warning(() -> "SKS0413W doveadm of mail host " + host + " (" + url + ") does not return usages: " + why
                + "; no mail waits for it");
    }

    public static void doveadmBack(String host, String url) {
        LOGGER.info(() -> "SKS0414I doveadm of mail host " + host + " (" + url + ") returns usages again");
    }

    static void failed(Throwable cause) {
        LOGGER.log(
                Level.SEVERE,
                cause,
                () -> "SKS0415E A request to the quota service failed because of an error in Sekisho; the mail passes");
    }

    public static void hostDay(String host, String results, long meanMicros, long longestMicros) {
        LOGGER.info(() -> "SKS0410I quota-status of mail host " + host + " since the last such line: " + results
                + "; answers took " + meanMicros + " us in the mean, " + longestMicros + " us at most");
    }
}
