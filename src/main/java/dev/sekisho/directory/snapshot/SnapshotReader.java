// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.DirectoryMessages;
import dev.sekisho.directory.HostAddress;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.SendLimitsConverter;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.limit.SendLimits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole directory from the database into a {@link DirectorySnapshot}.
 *
 * <p>By JDBC instead of entities, because a hundred thousand of them would be created, tracked and discarded at each
 * read. One read-only transaction at REPEATABLE READ, so that the tables are consistent.
 *
 * <p>For one thread at a time.
 */
public final class SnapshotReader {
    /** Rows that the driver fetches at a time: bounds its memory, at 20 round trips for 100,000 rows. */
    private static final int FETCH_ROWS = 5_000;

    /** Maximum number of faults that one read logs; further ones are only counted. */
    private static final int MAX_FAULT_LINES = 20;

    private static final String HOSTS = """
            SELECT h.name, h.address, h.state, h.quota_port, h.smtp_address, h.imap_port, h.pop3_port, h.smtp_port, h.probe,
                   (SELECT STRING_AGG(x.address || ' ' || x.state, ',') FROM mail_host_address x WHERE x.host = h.name),
                   h.quota_addresses, h.doveadm_url
              FROM mail_host h""";

    private static final String ACCOUNTS =
            "SELECT address, domain_name, mail_host, status, permit_sending, send_limits, moving_to, status_until,"
                    + " plan, temporary_limits, temporary_until FROM account";

    /** An invalid text, and its owner. */
    private record Fault(String owner, String text) {}

    /** Processes a row. */
    interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private final String delimiters;
    private Set<Fault> loggedLimits = Set.of();
    private Set<Fault> loggedSubjects = Set.of();
    private Set<Fault> loggedWords = Set.of();
    private List<String> hostAddresses = List.of();
    private Instant nextEnd = Instant.MAX;

    SnapshotReader(String delimiters) {
        this.delimiters = delimiters;
    }

    /** The addresses of all mail hosts at the last read. */
    List<String> hostAddresses() {
        return hostAddresses;
    }

    /** The time at which the next state, exemption or temporary limit of the last read ends, so that it is outdated. */
    Instant nextEnd() {
        return nextEnd;
    }

    /** @param now time at which states must not have ended */
    DirectorySnapshot read(Connection connection, Instant now) throws SQLException {
        return inOneTransaction(connection, () -> readAll(connection, now));
    }

    /**
     * Applies changed rows to a snapshot; removes deleted ones.
     *
     * @return the new snapshot, which may be the same object
     */
    DirectorySnapshot readOver(DirectorySnapshot old, ChangedRows changed, Connection connection, Instant now)
            throws SQLException {
        return inOneTransaction(connection, () -> readChanged(old, changed, connection, now));
    }

    /** Reads in a transaction. */
    private interface Reading {
        DirectorySnapshot read() throws SQLException;
    }

    private static DirectorySnapshot inOneTransaction(Connection connection, Reading reading) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        int isolation = connection.getTransactionIsolation();
        connection.setAutoCommit(false);
        // A new connection may have an open transaction from its "SET lock_timeout".
        connection.commit();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            return reading.read();
        } finally {
            // Only ends the transaction, which has written nothing.
            connection.rollback();
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(autoCommit);
        }
    }

    private DirectorySnapshot readAll(Connection connection, Instant now) throws SQLException {
        LimitsReader limits = new LimitsReader();
        List<Instant> ends = new ArrayList<>();
        DirectorySnapshot.Builder builder = new DirectorySnapshot.Builder();
        readRules(connection, builder, limits, now, ends);
        readAccounts(connection, "", Set.of(), builder, limits, now, ends);
        each(
                connection,
                "SELECT alias_address, target FROM alias_target ORDER BY alias_address, target",
                row -> builder.alias(row.getString(1), row.getString(2)));
        limits.logFaults();
        nextEnd = ends.stream().min(Comparator.naturalOrder()).orElse(Instant.MAX);
        return builder.build(delimiters);
    }

    private DirectorySnapshot readChanged(
            DirectorySnapshot old, ChangedRows changed, Connection connection, Instant now) throws SQLException {
        LimitsReader limits = new LimitsReader();
        List<Instant> ends = new ArrayList<>();
        DirectorySnapshot.Builder builder = old.builder();
        Set<String> accounts = new LinkedHashSet<>(changed.accounts());
        Set<String> domains = new LinkedHashSet<>(changed.domains());
        if (changed.areRules()) {
            builder = old.rulesBuilder();
            readRules(connection, builder, limits, now, ends);
            for (String subject : differing(old.builder().exemptions(), builder.exemptions())) {
                if (subject.startsWith("@")) {
                    domains.add(subject.substring(1));
                } else {
                    accounts.add(subject);
                }
            }
        }
        Set<String> found = readAccounts(connection, "address", accounts, builder, limits, now, ends);
        accounts.removeAll(found);
        accounts.forEach(builder::removeAccount);
        readAccounts(connection, "domain_name", domains, builder, limits, now, ends);
        readAccounts(connection, "plan", changed.plans(), builder, limits, now, ends);
        readAccounts(connection, "mail_host", changed.hosts(), builder, limits, now, ends);
        readAliases(connection, changed.aliases(), builder);
        nextEnd = ends.stream().min(Comparator.naturalOrder()).orElse(Instant.MAX);
        DirectorySnapshot next = changed.areRules() ? builder.build(delimiters) : old;
        changed.aliases().forEach(next::addAliasDomain);
        return next;
    }

    /** The keys that only one of two maps has, or whose values differ. */
    private static Set<String> differing(Map<String, String> one, Map<String, String> other) {
        Set<String> keys = new LinkedHashSet<>(one.keySet());
        keys.addAll(other.keySet());
        keys.removeIf(key -> Objects.equals(one.get(key), other.get(key)));
        return keys;
    }

    private static void readAliases(Connection connection, Set<String> addresses, DirectorySnapshot.Builder builder)
            throws SQLException {
        for (String address : addresses) {
            List<String> targets = new ArrayList<>();
            each(
                    connection,
                    "SELECT target FROM alias_target WHERE alias_address = ? ORDER BY target",
                    address,
                    row -> targets.add(row.getString(1)));
            builder.replaceAlias(address, targets);
        }
    }

    /** Reads all rows to which accounts refer. */
    private void readRules(
            Connection connection,
            DirectorySnapshot.Builder builder,
            LimitsReader limits,
            Instant now,
            List<Instant> ends)
            throws SQLException {
        List<String> addresses = new ArrayList<>();
        List<LoginHost> hosts = new ArrayList<>();
        each(connection, "SELECT send_limits, language FROM installation", row -> {
            SendLimits installation = limits.read("the installation", row.getString(1));
            builder.installation(installation == null ? SendLimits.UNLIMITED : installation);
            builder.language(limits.word("the installation", row.getString(2), Language::ofWord, Language.EN));
        });
        each(
                connection,
                "SELECT name, send_limits, language, mx_hosts, unknown_recipient, pool_limits FROM domain",
                row -> {
                    String name = row.getString(1);
                    String unknown = row.getString(5);
                    builder.domain(name, limits.read(name, row.getString(2)), reply(name, unknown, limits));
                    SendLimits pool = limits.read("the pool of " + name, row.getString(6));
                    if (pool != null && !pool.isUnlimited()) {
                        builder.pool(name, pool);
                    }
                    String language = row.getString(3);
                    if (language != null) {
                        builder.language(name, limits.word(name, language, Language::ofWord, Language.EN));
                    }
                    String mxHosts = row.getString(4);
                    if (mxHosts != null) {
                        builder.mxHosts(name, mxHosts);
                    }
                });
        each(connection, HOSTS, row -> {
            String address = row.getString(2);
            LoginHost host = loginHost(row, limits);
            hosts.add(host);
            host.addresses().forEach(each -> addresses.add(each.address()));
            host.smtpAddress().ifPresent(addresses::add);
            int port = row.getInt(4);
            if (!row.wasNull()) {
                MailHostState state =
                        limits.word(row.getString(1), row.getString(3), MailHostState::ofWord, MailHostState.UP);
                List<String> own = MailHost.addressList(row.getString(11));
                addresses.addAll(own);
                String doveadm = row.getString(12);
                builder.quotaHost(new QuotaHost(
                        row.getString(1),
                        own.isEmpty() ? List.of(address) : own,
                        port,
                        state,
                        doveadm == null ? "" : doveadm));
            }
        });
        new SendRulesReader(builder, now, ends, limits::read, limits::subject).read(connection);
        builder.hosts(hosts);
        hostAddresses = List.copyOf(addresses);
    }

    /**
     * Reads accounts.
     *
     * @param column column that must have one of {@code values}; empty for all accounts
     * @return the addresses of these accounts, if there is a column
     */
    private static Set<String> readAccounts(
            Connection connection,
            String column,
            Set<String> values,
            DirectorySnapshot.Builder builder,
            LimitsReader limits,
            Instant now,
            List<Instant> ends)
            throws SQLException {
        Set<String> found = new HashSet<>();
        Row reader = row -> readAccount(row, builder, limits, now, ends);
        if (column.isEmpty()) {
            each(connection, ACCOUNTS, reader);
        }
        for (String value : values) {
            each(connection, ACCOUNTS + " WHERE " + column + " = ?", value, row -> {
                found.add(row.getString(1));
                reader.read(row);
            });
        }
        return found;
    }

    private static void readAccount(
            ResultSet row, DirectorySnapshot.Builder builder, LimitsReader limits, Instant now, List<Instant> ends)
            throws SQLException {
        String address = row.getString(1);
        Optional<Instant> until = Optional.ofNullable(row.getTimestamp(8)).map(Timestamp::toInstant);
        AccountStatus status = limits.word(address, row.getString(4), AccountStatus::ofWord, AccountStatus.ACTIVE);
        boolean permitted = status.at(now, until).maySend() && row.getBoolean(5);
        until.filter(now::isBefore).ifPresent(ends::add);
        boolean moving = row.getString(7) != null;
        builder.account(
                address,
                row.getString(2),
                // During a move parts of the mailbox are on both hosts, and neither knows its usage.
                moving ? "" : row.getString(3),
                permitted,
                limitsOf(row, builder, limits, now, ends));
    }

    /** The limits of the account or its plan, or null; never null with a temporary limit. */
    private static @Nullable SendLimits limitsOf(
            ResultSet row, DirectorySnapshot.Builder builder, LimitsReader limits, Instant now, List<Instant> ends)
            throws SQLException {
        String address = row.getString(1);
        SendLimits own = limits.read(address, row.getString(6));
        SendLimits nearest = own != null ? own : builder.planLimits(row.getString(9));
        Timestamp until = row.getTimestamp(11);
        if (until == null || !now.isBefore(until.toInstant())) {
            return nearest;
        }
        ends.add(until.toInstant());
        SendLimits raised = limits.read("the temporary limit of " + address, row.getString(10));
        SendLimits base = nearest != null ? nearest : builder.domainLimits(row.getString(2));
        return raised == null ? base : base.raisedTo(raised);
    }

    private static @Nullable UnknownRecipientReply reply(String domain, @Nullable String word, LimitsReader limits) {
        Optional<UnknownRecipientReply> none = Optional.empty();
        return word == null
                ? null
                : limits.word(domain, word, text -> Optional.of(UnknownRecipientReply.ofWord(text)), none)
                        .orElse(null);
    }

    private static LoginHost loginHost(ResultSet row, LimitsReader limits) throws SQLException {
        String name = row.getString(1);
        String address = row.getString(2);
        String others = row.getString(10);
        List<HostAddress> own = LoginHost.addresses(address, null);
        return new LoginHost(
                name,
                others == null ? own : limits.word(name, others, each -> LoginHost.addresses(address, each), own),
                Optional.ofNullable(row.getString(5)),
                row.getInt(6),
                row.getInt(7),
                row.getInt(8),
                limits.word(name, row.getString(3), MailHostState::ofWord, MailHostState.UP),
                row.getBoolean(9));
    }

    static void each(Connection connection, String sql, Row reader) throws SQLException {
        each(connection, sql, null, reader);
    }

    private static void each(Connection connection, String sql, @Nullable String parameter, Row reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_ROWS);
            if (parameter != null) {
                statement.setString(1, parameter);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
                }
            }
        }
    }

    /** Parses limits, equal texts once, and collects invalid ones. */
    private final class LimitsReader {
        private final Map<String, Optional<SendLimits>> known = new HashMap<>();
        private final Map<Fault, String> reasons = new LinkedHashMap<>();
        private final Set<Fault> subjects = new LinkedHashSet<>();
        private final Set<Fault> words = new LinkedHashSet<>();

        /** The limits of a row; null if they are inherited or invalid. */
        @Nullable
        SendLimits read(String owner, @Nullable String text) {
            if (text == null || SendLimitsConverter.isInherit(text)) {
                return null;
            }
            Optional<SendLimits> limits = known.get(text);
            if (limits == null) {
                limits = parse(owner, text);
                if (limits.isPresent()) {
                    known.put(text, limits);
                }
            }
            return limits.orElse(null);
        }

        private Optional<SendLimits> parse(String owner, String text) {
            try {
                return Optional.of(SendLimits.parse(text));
            } catch (IllegalArgumentException e) {
                reasons.put(new Fault(owner, text), String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        /** Parses a value. An unknown one, for example of a newer version, must not prevent reading the other rows. */
        <E> E word(String owner, @Nullable String text, Function<String, E> parse, E otherwise) {
            try {
                return parse.apply(String.valueOf(text));
            } catch (RuntimeException e) {
                words.add(new Fault(owner, String.valueOf(text)));
                return otherwise;
            }
        }

        /** Records a row with an invalid subject. */
        void subject(String row, String subject) {
            subjects.add(new Fault(row, subject));
        }

        /** Logs the faults that the previous read did not have. */
        void logFaults() {
            List<Fault> added = reasons.keySet().stream()
                    .filter(fault -> !loggedLimits.contains(fault))
                    .toList();
            added.stream()
                    .limit(MAX_FAULT_LINES)
                    .forEach(fault -> DirectoryMessages.unreadableLimits(
                            fault.owner, fault.text, reasons.getOrDefault(fault, "")));
            if (added.size() > MAX_FAULT_LINES) {
                DirectoryMessages.moreUnreadableLimits(added.size() - MAX_FAULT_LINES);
            }
            subjects.stream()
                    .filter(fault -> !loggedSubjects.contains(fault))
                    .limit(MAX_FAULT_LINES)
                    .forEach(fault -> DirectoryMessages.unreadableSubject(fault.owner, fault.text));
            words.stream()
                    .filter(fault -> !loggedWords.contains(fault))
                    .limit(MAX_FAULT_LINES)
                    .forEach(fault -> DirectoryMessages.unknownWord(fault.owner, fault.text));
            loggedWords = Set.copyOf(words);
            loggedSubjects = Set.copyOf(subjects);
            loggedLimits = Set.copyOf(reasons.keySet());
        }
    }
}
