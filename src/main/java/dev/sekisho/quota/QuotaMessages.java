// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Each line that the quota proxy logs, with its code; {@code docs/messages.md} explains them.
 *
 * <p>They are about a change of state, never about one mail: those are in the decision log. All texts are the
 * operator's or ours, none comes from the sender of a mail.
 */
@ThreadSafe
public final class QuotaMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.quota");

    private QuotaMessages() {}

    public static void hostLost(String host, String peer, String why) {
        LOGGER.warning(() -> "SKS0401W quota-status of mail host " + host + " (" + peer + ") cannot be asked: " + why
                + "; mail to its mailboxes passes without a look at their quota");
    }

    public static void hostBack(String host, String peer) {
        LOGGER.info(() -> "SKS0402I quota-status of mail host " + host + " (" + peer + ") answers again");
    }

    public static void hostBusy(String host, String peer, int waiting) {
        LOGGER.warning(() -> "SKS0403W quota-status of mail host " + host + " (" + peer + ") is too slow: " + waiting
                + " questions wait, and mail beyond them passes without a look at the quota");
    }

    public static void hostKeepsUp(String host, String peer, long passed) {
        LOGGER.info(() -> "SKS0404I quota-status of mail host " + host + " (" + peer + ") keeps up again; " + passed
                + " mails had passed meanwhile");
    }

    public static void tooManyHosts(int most) {
        LOGGER.warning(
                () -> "SKS0405W more than " + most
                        + " mail hosts are asked for quotas; mail to the mailboxes of further ones passes without a look at them");
    }

    public static void memoryLost(RuntimeException cause) {
        LOGGER.log(
                Level.WARNING,
                cause,
                () ->
                        "SKS0411W The memory of the quota service cannot be used; mail passes as if nothing were remembered");
    }

    public static void memoryBack() {
        LOGGER.info(() -> "SKS0412I The memory of the quota service can be used again");
    }

    public static void doveadmLost(String host, String url, String why) {
        LOGGER.warning(() -> "SKS0413W doveadm of mail host " + host + " (" + url + ") does not tell usages: " + why
                + "; no mail waits for it");
    }

    public static void doveadmBack(String host, String url) {
        LOGGER.info(() -> "SKS0414I doveadm of mail host " + host + " (" + url + ") tells usages again");
    }

    static void failed(Throwable cause) {
        LOGGER.log(
                Level.SEVERE,
                cause,
                () -> "SKS0415E A question of the quota service failed by a fault of Sekisho; the mail passes");
    }

    public static void hostDay(String host, String results, long meanMicros, long longestMicros) {
        LOGGER.info(() -> "SKS0410I quota-status of mail host " + host + " since the last such line: " + results
                + "; answers took " + meanMicros + " us in the mean, " + longestMicros + " us at most");
    }
}
