// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.limit.LimitAction;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * iRedAPD's table {@code throttle}: {@code max_msgs}, which it counts by recipient, and {@code max_quota}.
 *
 * <p>iRedAPD inherits each of the two separately (-1). In Sekisho the limits of an account replace those of its domain
 * as a whole, so inherited values become explicit.
 */
@ThreadSafe
public final class IredApd {
    private static final String EVERYBODY = "@.";

    /** One value of a row: -1 is inherited, 0 unlimited. */
    private record Cap(long amount, long seconds) {}

    private record Row(Cap messages, Cap bytes) {}

    private IredApd() {}

    public static ImportData read(Connection database) throws SQLException {
        ImportData importData = new ImportData();
        Map<String, Row> rows = new TreeMap<>();
        Table.each(database, "SELECT * FROM throttle ORDER BY account, priority DESC, id", row -> {
            String account = row.text("account");
            String place = "throttle " + account;
            if (!row.text("kind").equals("outbound")) {
                importData.skip(place, "limits " + row.text("kind") + " mail: Sekisho limits mail that accounts send");
                return;
            }
            if (row.number("msg_size", -1) > 0) {
                importData.skip(place, "limits the size of a message: use Postfix's message_size_limit");
            }
            if (row.number("max_rcpts", -1) > 0) {
                importData.skip(
                        place,
                        "limits the recipients of a message (" + row.number("max_rcpts", 0)
                                + "): use Postfix's smtpd_recipient_limit");
            }
            long seconds = row.number("period", 0);
            boolean known = account.equals(EVERYBODY)
                    || (!account.startsWith("@.")
                            && !account.contains("*")
                            && Address.parseAny(account).isPresent());
            if (!known || seconds == 0) {
                importData.skip(
                        place,
                        (known ? "has no period" : "is not an account, a domain or all")
                                + ": messages " + row.number("max_msgs", -1) + ", bytes " + row.number("max_quota", -1)
                                + (known ? "" : " in " + seconds + "s"));
            } else if (rows.putIfAbsent(
                            Address.lowerCase(account),
                            new Row(
                                    new Cap(row.number("max_msgs", -1), seconds),
                                    new Cap(row.number("max_quota", -1), seconds)))
                    != null) {
                importData.skip(place, "occurs twice; the one with the highest priority is imported");
            }
        });
        for (String table : List.of("wblist", "greylisting", "sender_relayhost")) {
            PostfixAdmin.skipRows(
                    importData,
                    Table.count(database, table, ""),
                    "rows of " + table,
                    "not supported: keep iRedAPD, or use Postfix");
        }
        for (Map.Entry<String, Row> each : rows.entrySet()) {
            String account = each.getKey();
            String whose = account.equals(EVERYBODY)
                    ? ImportData.INSTALLATION
                    : account.startsWith("@") ? account.substring(1) : account;
            importData.ownLimits(whose);
            limit(importData, account, LimitUnit.RECIPIENTS, inherited(rows, account, true), 1)
                    .ifPresent(limit -> importData.limit(whose, limit));
            limit(importData, account, LimitUnit.BYTES, inherited(rows, account, false), 1024)
                    .ifPresent(limit -> importData.limit(whose, limit));
        }
        return importData;
    }

    private static Cap inherited(Map<String, Row> rows, String account, boolean messages) {
        Row row = rows.get(account);
        Cap own = row == null ? new Cap(-1, 0) : messages ? row.messages : row.bytes;
        if (own.amount >= 0 || account.equals(EVERYBODY)) {
            return own;
        }
        return inherited(
                rows, account.startsWith("@") ? EVERYBODY : account.substring(account.lastIndexOf('@')), messages);
    }

    private static Optional<SendLimit> limit(
            ImportData importData, String account, LimitUnit unit, Cap number, long scale) {
        return number.amount <= 0
                ? Optional.empty()
                : LimitWords.limit(
                        importData,
                        "throttle " + account,
                        unit,
                        // Rounded down, so that the limit never permits more.
                        new LimitWords.Amount(Math.max(1, number.amount / scale), number.seconds),
                        LimitAction.REJECT);
    }
}
