// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the answers of doveadm's HTTP API to {@code quotaGet} and {@code kick}.
 *
 * <p>{@code [["doveadmResponse",[{"root":"User
 * quota","type":"STORAGE","value":"4","limit":"5","percent":"80"},…],"tag"]]}, sizes in KiB, {@code "-"} for no limit;
 * of several roots the one with the least room counts. {@code [["error",…]]} after a failure. Recorded from 2.3.19,
 * 2.4.1 and 2.4.5: the members always have this order.
 */
@ThreadSafe
final class DoveadmAnswer {
    /** Nine digits of TiB in KiB: no product overflows. */
    private static final Pattern FIGURES =
            Pattern.compile("\"type\" *: *\"(?<type>STORAGE|MESSAGE)\" *, *\"value\" *: *\"(?<value>[0-9]{1,15})\""
                    + " *, *\"limit\" *: *\"(?<limit>[0-9]{1,15}|-)\"");

    private static final Pattern NOT_KICKED = Pattern.compile("^\\[\\[\"error\".*\"exitCode\" *: *68\\b");

    private DoveadmAnswer() {}

    /** The usage in an answer; empty if it has none, as for a mailbox without quota. */
    static Optional<MailboxUsage> usage(String json, String source, long nowMillis) {
        if (!json.startsWith("[[\"doveadmResponse\"")) {
            return Optional.empty();
        }
        MailboxUsage tightest = null;
        long used = 0;
        long limit = MailboxUsage.UNLIMITED;
        Matcher figures = FIGURES.matcher(json);
        while (figures.find()) {
            long value = Long.parseLong(figures.group("value"));
            long bound = figures.group("limit").equals("-")
                    ? MailboxUsage.UNLIMITED
                    : Long.parseLong(figures.group("limit"));
            if (figures.group("type").equals("STORAGE")) {
                used = value * MailboxUsage.UNIT_BYTES;
                limit = bound == MailboxUsage.UNLIMITED ? bound : bound * MailboxUsage.UNIT_BYTES;
            } else {
                // The messages of a root follow its storage.
                MailboxUsage root = new MailboxUsage(used, limit, value, bound, source, nowMillis);
                tightest = tightest == null || isTighter(root, tightest) ? root : tightest;
            }
        }
        return Optional.ofNullable(tightest);
    }

    /**
     * Whether {@code kick} ended any session: {@code [["doveadmResponse",[{"result":"alice@example.org"}],"kick"]]}, or
     * {@code [["error",{"type":"exitCode", "exitCode":68},"kick"]]} for none (EX_NOHOST of sysexits.h). Recorded from
     * 2.3.19.
     *
     * @throws IOException after any other answer
     */
    static boolean kicked(String json) throws IOException {
        if (json.startsWith("[[\"doveadmResponse\"")) {
            return true;
        }
        if (NOT_KICKED.matcher(json).find()) {
            return false;
        }
        throw new IOException("an answer to kick that is neither a result nor \"no sessions\"");
    }

    private static boolean isTighter(MailboxUsage root, MailboxUsage other) {
        return root.limitBytes() != MailboxUsage.UNLIMITED
                && (other.limitBytes() == MailboxUsage.UNLIMITED || root.freeBytesAtLeast() < other.freeBytesAtLeast());
    }
}
