// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
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
 * iRedMail's database {@code vmail}: {@code domain}, {@code mailbox}, {@code forwardings}, {@code alias},
 * {@code alias_domain}.
 */
public final class IredMail {
    private static final String INACTIVE = "inactive in iRedMail";

    /** The services for which both systems have a permission, by the name that both use. */
    private static final List<String> SERVICES = List.of("imap", "pop3", "smtp");

    /** Services with permissions in iRedMail for which nginx does not query Sekisho. */
    private static final List<String> OTHER_SERVICES =
            List.of("sieve", "managesieve", "sogo", "sogowebmail", "sogocalendar", "sogoactivesync");

    /** Year of the date that iRedMail writes for "never". */
    private static final int NEVER_YEAR = 9999;

    private final StoredSecret secrets;
    private final Instant now;
    private final ImportData importData = new ImportData();
    private final Set<String> active = new HashSet<>();
    private final Set<String> inactive = new HashSet<>();
    private final Set<String> inactiveLists = new HashSet<>();
    private final Map<String, Long> otherServices = new TreeMap<>();
    private long quotas;

    private IredMail(StoredSecret secrets, Instant now) {
        this.secrets = secrets;
        this.now = now;
    }

    /**
     * Reads the database.
     *
     * @param now accounts and domains that expired before this time are suspended
     */
    public static ImportData read(Connection database, StoredSecret secrets, Instant now) throws SQLException {
        return new IredMail(secrets, now).read(database);
    }

    private ImportData read(Connection database) throws SQLException {
        Table.each(database, "SELECT * FROM domain ORDER BY domain", this::domain);
        Table.each(database, "SELECT * FROM mailbox ORDER BY username", this::mailbox);
        if (Table.exists(database, "alias")) {
            Table.each(database, "SELECT * FROM alias ORDER BY address", this::list);
        }
        if (Table.exists(database, "forwardings")) {
            SortedMap<String, List<String>> targets = new TreeMap<>();
            Table.each(
                    database,
                    "SELECT * FROM forwardings ORDER BY address, forwarding",
                    row -> forwarding(row, targets));
            // iRedMail writes a catch-all as a bare domain.
            targets.forEach((address, to) ->
                    importData.alias("forwardings " + address, address.contains("@") ? address : '@' + address, to));
        }
        if (Table.exists(database, "alias_domain")) {
            Table.each(database, "SELECT * FROM alias_domain ORDER BY alias_domain", this::aliasDomain);
        }
        PostfixAdmin.skipRows(
                importData, quotas, "limits of mailbox.quota", "quotas stay in Dovecot, which Sekisho queries");
        otherServices.forEach((column, count) -> PostfixAdmin.skipRows(
                importData,
                count,
                "accounts with " + column + " 0",
                "Sekisho does not authorize this service: keep it in Dovecot"));
        for (String table : List.of(
                "maillists",
                "sender_bcc_domain",
                "sender_bcc_user",
                "recipient_bcc_domain",
                "recipient_bcc_user",
                "sender_relayhost")) {
            PostfixAdmin.skipRows(
                    importData,
                    Table.count(database, table, ""),
                    "rows of " + table,
                    "not supported: keep them in Postfix");
        }
        return importData;
    }

    private void domain(Table row) throws SQLException {
        String name = row.text("domain");
        String place = "domain " + name;
        if (row.flag("backupmx", false)) {
            importData.skip(place, "is a backup MX domain: its mailboxes are elsewhere");
            return;
        }
        if (!row.flag("active", true) || isExpired(row, place)) {
            inactive.add(name);
            importData.skip(place, "is inactive: it is imported, and its accounts are suspended");
        } else {
            active.add(name);
        }
        importData.domain(place, name);
    }

    /** Whether the date of a row is past. Reports a future date, because Sekisho has no expiry of accounts. */
    private boolean isExpired(Table row, String place) throws SQLException {
        Optional<Instant> expires = row.time("expired").map(Timestamp::toInstant);
        if (expires.filter(now::isAfter).isPresent()) {
            return true;
        }
        expires.filter(at -> at.atZone(ZoneOffset.UTC).getYear() < NEVER_YEAR)
                .ifPresent(at -> importData.skip(
                        place, "expires at " + at + ", which Sekisho cannot represent: import again after that time"));
        return false;
    }

    private void mailbox(Table row) throws SQLException {
        quotas += row.number("quota", 0) > 0 ? 1 : 0;
        String address = row.text("username");
        String place = "mailbox " + address;
        boolean usable = row.flag("active", true) && active.contains(row.text("domain"));
        if (!active.contains(row.text("domain")) && !inactive.contains(row.text("domain"))) {
            importData.skip(
                    place,
                    "is in a domain that does not exist or is a backup MX: it is not created, and suspended if it"
                            + " exists");
            importData.account(place, address, ImportData.Account.locked(INACTIVE));
            return;
        }
        boolean expired = isExpired(row, place);
        if (!row.flag("enabledeliver", true)) {
            importData.skip(place, "receives no mail (enabledeliver): configure this in Postfix");
        }
        for (String each : OTHER_SERVICES) {
            if (!row.flag("enable" + each, true)) {
                otherServices.merge("enable" + each, 1L, Long::sum);
            }
        }
        Optional<String> secret = importData.secret(place, address, row.text("password"), secrets);
        if (secret.isPresent()) {
            importData.account(
                    place,
                    address,
                    new ImportData.Account(
                            secret.get(),
                            usable && !expired ? Optional.empty() : Optional.of(INACTIVE),
                            permissions(row, place),
                            networks(row, place)));
        }
    }

    /** NULL is no restriction; an empty text is an empty list, with which Dovecot permits no login. */
    private Optional<String> networks(Table row, String place) throws SQLException {
        if (row.isNull("allow_nets")) {
            return Optional.empty();
        }
        AllowedNetworks permitted = AllowedNetworks.of(row.text("allow_nets"));
        permitted.notes().forEach(reason -> importData.skip(place, reason));
        return Optional.of(permitted.text());
    }

    /**
     * iRedMail permits each service with TLS, without TLS, or both. Sekisho requires TLS for all services of an account
     * or for none, and cannot forbid it. Therefore one service that requires TLS makes all require it, and a service
     * that is permitted only without TLS is not permitted.
     */
    private Map<String, Optional<Boolean>> permissions(Table row, String place) throws SQLException {
        Map<String, Optional<Boolean>> permissions = new LinkedHashMap<>();
        boolean securedOnly = false;
        boolean both = false;
        for (String name : SERVICES) {
            boolean plain = row.flag("enable" + name, true);
            boolean secured = row.flag("enable" + name + "secured", true);
            if (plain && !secured) {
                importData.skip(
                        place,
                        "has enable" + name + " 1 and enable" + name + "secured 0: Sekisho cannot forbid TLS, so "
                                + "permissions." + name + " is false");
            }
            permissions.put(name, ImportData.permitted(secured));
            both |= plain && secured;
            securedOnly |= secured && !plain;
        }
        if (securedOnly && both) {
            importData.skip(
                    place,
                    "requires TLS for some of IMAP, POP3 and SMTP: Sekisho requires it for all or none, so for all");
        }
        permissions.put("requireTls", securedOnly ? Optional.of(true) : Optional.empty());
        return permissions;
    }

    private void list(Table row) throws SQLException {
        String address = row.text("address");
        String place = "alias " + address;
        String policy = row.text("accesspolicy");
        if (!row.flag("active", true) || isExpired(row, place)) {
            inactiveLists.add(address);
            importData.skip(place, "is inactive");
        } else if (!policy.isEmpty() && !policy.equals("public")) {
            importData.skip(place, "accepts mail from " + policy + " only");
        }
    }

    private void forwarding(Table row, Map<String, List<String>> targets) throws SQLException {
        String address = row.text("address");
        String place = "forwardings " + address;
        if (row.flag("is_maillist", false)) {
            importData.skip(place, "is a mailing list: keep it in mlmmj");
        } else if (!row.flag("active", true)) {
            importData.skip(place, "is inactive");
        } else if (inactive.contains(PostfixAdmin.domainOf(address))) {
            importData.skip(place, "is in an inactive domain");
        } else if (!inactiveLists.contains(address)) {
            targets.computeIfAbsent(address, key -> new ArrayList<>()).add(row.text("forwarding"));
        }
    }

    private void aliasDomain(Table row) throws SQLException {
        String name = row.text("alias_domain");
        String place = "alias_domain " + name;
        if (!row.flag("active", true)) {
            importData.skip(place, "is inactive");
        } else if (inactive.contains(name)) {
            importData.skip(place, "is in an inactive domain");
        } else {
            importData.alias(place, '@' + name, List.of('@' + row.text("target_domain")));
        }
    }
}
