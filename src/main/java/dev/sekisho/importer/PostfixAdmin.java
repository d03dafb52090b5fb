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

/** PostfixAdmin's database: {@code domain}, {@code mailbox}, {@code alias}, {@code alias_domain}. */
public final class PostfixAdmin {
    private static final String INACTIVE = "inactive in PostfixAdmin";

    /** The row that represents all domains, for the rights of administrators. */
    private static final String ALL = "ALL";

    private final StoredSecret secrets;
    private final Instant now;
    private final ImportData importData = new ImportData();

    /** Whether passwords expire, by name of the domain as stored. */
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
     * Reads the database.
     *
     * @param now accounts whose passwords expired before this time are suspended
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
                    importData.skip(
                            "vacation " + row.text("email"), "Sekisho does not answer mail: use Sieve's vacation");
                }
            });
        }
        Table.each(database, "SELECT * FROM alias ORDER BY address", row -> alias(row, away));
        if (Table.exists(database, "alias_domain")) {
            Table.each(database, "SELECT * FROM alias_domain ORDER BY alias_domain", this::aliasDomain);
        }
        skipRows(importData, quotas, "limits of mailbox.quota", "quotas stay in Dovecot, which Sekisho queries");
        skipRows(
                importData,
                dated,
                "passwords that expire later (mailbox.password_expiry)",
                "Sekisho has no expiry of passwords: import again after that time");
        skipRows(
                importData, Table.count(database, "fetchmail", ""), "rows of fetchmail", "Sekisho does not fetch mail");
        skipRows(
                importData,
                Table.count(database, "mailbox_app_password", ""),
                "rows of mailbox_app_password",
                "create app passwords in Sekisho: docs/operations.md");
        skipRows(
                importData,
                Table.count(database, "domain_admins", ""),
                "rows of domain_admins",
                "staff are users of Liberty's registry: docs/operations.md");
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
            importData.skip(place, "is a backup MX domain: its mailboxes are elsewhere");
            return;
        }
        expiring.put(name, row.number("password_expiry", 0) > 0);
        if (!row.flag("active", true)) {
            inactive.add(name);
            importData.skip(place, "is inactive: it is imported, and its accounts are suspended");
        }
        importData.domain(place, name);
    }

    private void mailbox(Table row) throws SQLException {
        quotas += row.number("quota", 0) > 0 ? 1 : 0;
        String address = row.text("username");
        String place = "mailbox " + address;
        if (!expiring.containsKey(row.text("domain"))) {
            importData.skip(
                    place,
                    (backup.contains(row.text("domain"))
                                    ? "is in a backup MX domain"
                                    : "is in a domain that does not exist")
                            + ": it is not created, and suspended if it exists");
            importData.account(place, address, ImportData.Account.locked(INACTIVE));
            return;
        }
        Optional<String> inactiveReason = inactiveReason(row, place);
        Optional<String> secret = importData.secret(place, address, row.text("password"), secrets);
        if (secret.isPresent()) {
            importData.account(
                    place,
                    address,
                    new ImportData.Account(
                            secret.get(),
                            inactiveReason,
                            row.has("smtp_active")
                                    ? Map.of("smtp", ImportData.permitted(row.flag("smtp_active", true)))
                                    : Map.of(),
                            Optional.empty()));
        }
    }

    private Optional<String> inactiveReason(Table row, String place) throws SQLException {
        String domain = row.text("domain");
        if (!row.flag("active", true) || inactive.contains(domain)) {
            return Optional.of(INACTIVE);
        }
        if (!row.text("totp_secret").isEmpty()) {
            importData.skip(place, "has a second factor (totp_secret), which Sekisho cannot verify: it is suspended");
            return Optional.of("has a second factor in PostfixAdmin");
        }
        // The column always has a value, which applies only if the domain has a password expiry.
        Optional<Instant> expires = row.time("password_expiry")
                .filter(any -> Boolean.TRUE.equals(expiring.get(domain)))
                .map(Timestamp::toInstant);
        if (expires.filter(now::isAfter).isPresent()) {
            importData.skip(place, "has an expired password: it is suspended");
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
            // user#example.org@autoreply.example.net is the address of PostfixAdmin's vacation script.
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
            importData.skip(place, "is inactive");
        } else if (inactive.contains(domainOf(address))) {
            importData.skip(place, "is in an inactive domain");
        } else {
            importData.alias(place, address, targets);
        }
    }

    static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    static void skipRows(ImportData importData, long count, String what, String reason) {
        if (count > 0) {
            importData.skip(count + " " + what, reason);
        }
    }
}
