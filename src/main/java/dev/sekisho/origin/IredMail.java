// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.origin;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * iRedMail's database {@code vmail}: {@code domain}, {@code mailbox}, {@code forwardings}, {@code alias_domain}.
 *
 * <p>Holds no state.
 */
public final class IredMail {
    private static final String INACTIVE = "inactive in iRedMail";

    private IredMail() {}

    /**
     * Reads what the gate can take.
     *
     * @param now accounts that expired before it are suspended
     */
    public static Harvest read(Connection database, StoredSecret secrets, Instant now) throws SQLException {
        Harvest harvest = new Harvest();
        Set<String> inactive = new HashSet<>();
        Table.each(database, "SELECT * FROM domain ORDER BY domain", row -> {
            String place = "domain " + row.text("domain");
            if (row.flag("backupmx", false)) {
                harvest.notCarried(place, "is one of a backup MX: its mailboxes are elsewhere");
                return;
            }
            if (!row.flag("active", true)) {
                inactive.add(row.text("domain"));
                harvest.notCarried(place, "is inactive: it is carried over, its accounts are suspended");
            }
            harvest.domain(place, row.text("domain"));
        });
        long[] quotas = new long[1];
        Table.each(database, "SELECT * FROM mailbox ORDER BY username", row -> {
            quotas[0] += row.number("quota", 0) > 0 ? 1 : 0;
            mailbox(row, inactive, secrets, now, harvest);
        });
        if (Table.exists(database, "forwardings")) {
            SortedMap<String, List<String>> targets = new TreeMap<>();
            Table.each(
                    database,
                    "SELECT * FROM forwardings ORDER BY address, forwarding",
                    row -> forwarding(row, targets, harvest));
            // iRedMail writes a catch-all as the bare domain.
            targets.forEach((address, to) ->
                    harvest.alias("forwardings " + address, address.contains("@") ? address : '@' + address, to));
        }
        if (Table.exists(database, "alias")) {
            Table.each(database, "SELECT * FROM alias ORDER BY address", row -> {
                String policy = row.text("accesspolicy");
                if (!policy.isEmpty() && !policy.equals("public")) {
                    harvest.notCarried("alias " + row.text("address"), "may be written to by " + policy + " only");
                }
            });
        }
        if (Table.exists(database, "alias_domain")) {
            Table.each(database, "SELECT * FROM alias_domain ORDER BY alias_domain", row -> {
                String place = "alias_domain " + row.text("alias_domain");
                if (row.flag("active", true)) {
                    harvest.alias(place, '@' + row.text("alias_domain"), List.of('@' + row.text("target_domain")));
                } else {
                    harvest.notCarried(place, "is inactive");
                }
            });
        }
        PostfixAdmin.told(
                harvest, quotas[0], "limits of mailbox.quota", "quota stays with Dovecot, which the gate asks");
        for (String table : List.of(
                "maillists",
                "sender_bcc_domain",
                "sender_bcc_user",
                "recipient_bcc_domain",
                "recipient_bcc_user",
                "sender_relayhost")) {
            PostfixAdmin.told(
                    harvest,
                    Table.count(database, table, ""),
                    "rows of " + table,
                    "the gate does not do this: Postfix goes on");
        }
        return harvest;
    }

    private static void mailbox(
            Table row, Set<String> inactiveDomains, StoredSecret secrets, Instant now, Harvest harvest)
            throws SQLException {
        String address = row.text("username");
        String place = "mailbox " + address;
        Optional<String> secret = secrets.of(row.text("password"));
        if (secret.isEmpty()) {
            harvest.notCarried(place, "has no password, or one that does not tell its scheme (--scheme)");
            return;
        }
        boolean expired = row.time("expired")
                .map(Timestamp::toInstant)
                .filter(now::isAfter)
                .isPresent();
        boolean active = row.flag("active", true) && !expired && !inactiveDomains.contains(row.text("domain"));
        if (!row.flag("enabledeliver", true)) {
            harvest.notCarried(place, "gets no mail (enabledeliver): the gate cannot say so, Postfix can");
        }
        Optional<String> networks = Optional.of(row.text("allow_nets").strip())
                .filter(text -> !text.isEmpty())
                .map(Networks::text);
        harvest.account(
                place,
                address,
                new Harvest.Account(
                        secret.get(),
                        active ? Optional.empty() : Optional.of(INACTIVE),
                        permissions(row, place, harvest),
                        row.has("allow_nets") ? Optional.of(networks.orElse("")) : Optional.empty()));
    }

    /** A service is permitted with TLS, without, or both; the gate requires TLS of all services of an account, or of none. */
    private static Map<String, Optional<Boolean>> permissions(Table row, String place, Harvest harvest)
            throws SQLException {
        Map<String, Optional<Boolean>> permissions = new LinkedHashMap<>();
        boolean secured = false;
        boolean clear = false;
        for (Map.Entry<String, String> each : Map.of("imap", "permitImap", "pop3", "permitPop3", "smtp", "permitSmtp")
                .entrySet()) {
            boolean plain = row.flag("enable" + each.getKey(), true);
            boolean tls = row.flag("enable" + each.getKey() + "secured", true);
            permissions.put(each.getValue(), Harvest.permitted(plain || tls));
            clear |= plain;
            secured |= tls && !plain;
        }
        if (secured && clear) {
            harvest.notCarried(
                    place, "needs TLS for some of IMAP, POP3 and SMTP: the gate requires it for all or none");
        }
        permissions.put("requireTls", secured && !clear ? Optional.of(true) : Optional.empty());
        return permissions;
    }

    private static void forwarding(Table row, Map<String, List<String>> targets, Harvest harvest) throws SQLException {
        String address = row.text("address");
        String place = "forwardings " + address;
        if (row.flag("is_maillist", false)) {
            harvest.notCarried(place, "is a mailing list: mlmmj goes on");
        } else if (!row.flag("active", true)) {
            harvest.notCarried(place, "is inactive");
        } else {
            targets.computeIfAbsent(address, key -> new ArrayList<>()).add(row.text("forwarding"));
        }
    }
}
