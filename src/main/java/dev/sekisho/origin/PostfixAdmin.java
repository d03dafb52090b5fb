// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.origin;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * PostfixAdmin's database: {@code domain}, {@code mailbox}, {@code alias}, {@code alias_domain}.
 *
 * <p>Holds no state.
 */
public final class PostfixAdmin {
    private static final String INACTIVE = "inactive in PostfixAdmin";

    /** The row that stands for all domains in the rights of administrators. */
    private static final String ALL = "ALL";

    private PostfixAdmin() {}

    public static Harvest read(Connection database, StoredSecret secrets) throws SQLException {
        Harvest harvest = new Harvest();
        Set<String> inactive = new HashSet<>();
        Table.each(database, "SELECT * FROM domain ORDER BY domain", row -> {
            String name = row.text("domain");
            String place = "domain " + name;
            if (name.equals(ALL)) {
                return;
            }
            if (row.flag("backupmx", false)) {
                harvest.notCarried(place, "is one of a backup MX: its mailboxes are elsewhere");
                return;
            }
            if (!row.flag("active", true)) {
                inactive.add(name);
                harvest.notCarried(place, "is inactive: it is carried over, its accounts are suspended");
            }
            harvest.domain(place, name);
        });
        long[] quotas = new long[1];
        Table.each(database, "SELECT * FROM mailbox ORDER BY username", row -> {
            quotas[0] += row.number("quota", 0) > 0 ? 1 : 0;
            mailbox(row, inactive, secrets, harvest);
        });
        Set<String> away = new HashSet<>();
        if (Table.exists(database, "vacation")) {
            Table.each(database, "SELECT email, active FROM vacation ORDER BY email", row -> {
                if (row.flag("active", true)) {
                    away.add(row.text("email").replace('@', '#'));
                    harvest.notCarried(
                            "vacation " + row.text("email"), "the gate answers no mail: use Sieve's vacation");
                }
            });
        }
        Table.each(database, "SELECT * FROM alias ORDER BY address", row -> alias(row, away, harvest));
        if (Table.exists(database, "alias_domain")) {
            Table.each(database, "SELECT * FROM alias_domain ORDER BY alias_domain", row -> aliasDomain(row, harvest));
        }
        told(harvest, quotas[0], "limits of mailbox.quota", "quota stays with Dovecot, which the gate asks");
        told(harvest, Table.count(database, "fetchmail", ""), "rows of fetchmail", "the gate fetches no mail");
        told(
                harvest,
                Table.count(database, "domain_admins", ""),
                "rows of domain_admins",
                "staff is Liberty's: docs/operations.md");
        return harvest;
    }

    private static void mailbox(Table row, Set<String> inactiveDomains, StoredSecret secrets, Harvest harvest)
            throws SQLException {
        String address = row.text("username");
        String place = "mailbox " + address;
        Optional<String> secret = secrets.of(row.text("password"));
        if (secret.isEmpty()) {
            harvest.notCarried(place, "has no password, or one that does not tell its scheme (--scheme)");
            return;
        }
        boolean active = row.flag("active", true) && !inactiveDomains.contains(row.text("domain"));
        harvest.account(
                place,
                address,
                new Harvest.Account(
                        secret.get(),
                        active ? Optional.empty() : Optional.of(INACTIVE),
                        row.has("smtp_active")
                                ? Map.of("permitSmtp", Harvest.permitted(row.flag("smtp_active", true)))
                                : Map.of(),
                        Optional.empty()));
    }

    private static void alias(Table row, Set<String> away, Harvest harvest) throws SQLException {
        String address = row.text("address");
        String place = "alias " + address;
        List<String> targets = new ArrayList<>();
        for (String target : row.text("goto").split("[,\\s]+", -1)) {
            int at = target.lastIndexOf('@');
            // user#example.org@autoreply.example.net leads to PostfixAdmin's vacation script.
            if (at > 0 && away.contains(target.substring(0, at))) {
                continue;
            }
            if (!target.isEmpty()) {
                targets.add(target);
            }
        }
        if (row.flag("active", true)) {
            harvest.alias(place, address, targets);
        } else {
            harvest.notCarried(place, "is inactive");
        }
    }

    private static void aliasDomain(Table row, Harvest harvest) throws SQLException {
        String place = "alias_domain " + row.text("alias_domain");
        if (row.flag("active", true)) {
            harvest.alias(place, '@' + row.text("alias_domain"), List.of('@' + row.text("target_domain")));
        } else {
            harvest.notCarried(place, "is inactive");
        }
    }

    static void told(Harvest harvest, long count, String what, String reason) {
        if (count > 0) {
            harvest.notCarried(count + " " + what, reason);
        }
    }
}
