// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * PostfixAdmin's database: {@code domain}, {@code mailbox}, {@code alias}, {@code alias_domain}.
 *
 * <p>Confined to one run.
 */
public final class PostfixAdmin {
    private static final String INACTIVE = "inactive in PostfixAdmin";

    /** The row that stands for all domains in the rights of administrators. */
    private static final String ALL = "ALL";

    private final StoredSecret secrets;
    private final Instant now;
    private final ImportData importData = new ImportData();

    /** Domains by their names as they are stored: whether their passwords expire. */
    private final Map<String, Boolean> expiring = new HashMap<>();

    private final Set<String> inactive = new HashSet<>();
    private final Set<String> backup = new HashSet<>();
    private long quotas;
    private long dated;

    private PostfixAdmin(StoredSecret secrets, Instant now) {
        this.secrets = secrets;
        this.now = now;
    }

    /**
     * Reads what Sekisho can take.
     *
     * @param now accounts whose passwords expired before it are suspended
     */
    public static ImportData read(Connection database, StoredSecret secrets, Instant now) throws SQLException {
        return new PostfixAdmin(secrets, now).read(database);
    }

    private ImportData read(Connection database) throws SQLException {
        Table.each(database, "SELECT * FROM domain ORDER BY domain", this::domain);
        Table.each(database, "SELECT * FROM mailbox ORDER BY username", this::mailbox);
        Set<String> away = new HashSet<>();
        if (Table.exists(database, "vacation")) {
            Table.each(database, "SELECT email, active FROM vacation ORDER BY email", row -> {
                if (row.flag("active", true)) {
                    away.add(row.text("email").replace('@', '#'));
                    importData.notCarried(
                            "vacation " + row.text("email"), "Sekisho answers no mail: use Sieve's vacation");
                }
            });
        }
        Table.each(database, "SELECT * FROM alias ORDER BY address", row -> alias(row, away));
        if (Table.exists(database, "alias_domain")) {
            Table.each(database, "SELECT * FROM alias_domain ORDER BY alias_domain", this::aliasDomain);
        }
        told(importData, quotas, "limits of mailbox.quota", "quota stays with Dovecot, which Sekisho asks");
        told(
                importData,
                dated,
                "passwords that expire later (mailbox.password_expiry)",
                "Sekisho has no such date: import again after it");
        told(importData, Table.count(database, "fetchmail", ""), "rows of fetchmail", "Sekisho fetches no mail");
        told(
                importData,
                Table.count(database, "mailbox_app_password", ""),
                "rows of mailbox_app_password",
                "make app passwords in Sekisho: docs/operations.md");
        told(
                importData,
                Table.count(database, "domain_admins", ""),
                "rows of domain_admins",
                "staff is Liberty's: docs/operations.md");
        return importData;
    }

    private void domain(Table row) throws SQLException {
        String name = row.text("domain");
        String place = "domain " + name;
        if (name.equals(ALL)) {
            return;
        }
        if (row.flag("backupmx", false)) {
            backup.add(name);
            importData.notCarried(place, "is one of a backup MX: its mailboxes are elsewhere");
            return;
        }
        expiring.put(name, row.number("password_expiry", 0) > 0);
        if (!row.flag("active", true)) {
            inactive.add(name);
            importData.notCarried(place, "is inactive: it is carried over, its accounts are suspended");
        }
        importData.domain(place, name);
    }

    private void mailbox(Table row) throws SQLException {
        quotas += row.number("quota", 0) > 0 ? 1 : 0;
        String address = row.text("username");
        String place = "mailbox " + address;
        if (!expiring.containsKey(row.text("domain"))) {
            importData.notCarried(
                    place,
                    (backup.contains(row.text("domain"))
                                    ? "is in a domain of a backup MX"
                                    : "is in no domain that is there")
                            + ": it is not made, and suspended if it is there");
            importData.account(place, address, ImportData.Account.locked(INACTIVE));
            return;
        }
        Optional<String> why = whyInactive(row, place);
        Optional<String> secret = importData.secret(place, address, row.text("password"), secrets);
        if (secret.isPresent()) {
            importData.account(
                    place,
                    address,
                    new ImportData.Account(
                            secret.get(),
                            why,
                            row.has("smtp_active")
                                    ? Map.of("smtp", ImportData.permitted(row.flag("smtp_active", true)))
                                    : Map.of(),
                            Optional.empty()));
        }
    }

    private Optional<String> whyInactive(Table row, String place) throws SQLException {
        String domain = row.text("domain");
        if (!row.flag("active", true) || inactive.contains(domain)) {
            return Optional.of(INACTIVE);
        }
        if (!row.text("totp_secret").isEmpty()) {
            importData.notCarried(
                    place, "has a second factor (totp_secret), which Sekisho cannot ask for: it is suspended");
            return Optional.of("has a second factor in PostfixAdmin");
        }
        // The column is filled always, and means something only if the domain says so.
        Optional<Instant> expires = row.time("password_expiry")
                .filter(any -> Boolean.TRUE.equals(expiring.get(domain)))
                .map(Timestamp::toInstant);
        if (expires.filter(now::isAfter).isPresent()) {
            importData.notCarried(place, "has a password that has expired: it is suspended");
            return Optional.of("password expired in PostfixAdmin");
        }
        dated += expires.isPresent() ? 1 : 0;
        return Optional.empty();
    }

    private void alias(Table row, Set<String> away) throws SQLException {
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
        aliasIfActive(row, place, address, targets);
    }

    private void aliasDomain(Table row) throws SQLException {
        String name = row.text("alias_domain");
        aliasIfActive(row, "alias_domain " + name, '@' + name, List.of('@' + row.text("target_domain")));
    }

    private void aliasIfActive(Table row, String place, String address, List<String> targets) throws SQLException {
        if (!row.flag("active", true)) {
            importData.notCarried(place, "is inactive");
        } else if (inactive.contains(domainOf(address))) {
            importData.notCarried(place, "is in an inactive domain");
        } else {
            importData.alias(place, address, targets);
        }
    }

    static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    static void told(ImportData importData, long count, String what, String reason) {
        if (count > 0) {
            importData.notCarried(count + " " + what, reason);
        }
    }
}
