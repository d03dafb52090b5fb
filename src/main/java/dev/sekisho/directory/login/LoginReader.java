// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.Answer;
import dev.sekisho.database.BatchedReads;
import dev.sekisho.password.Secret;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads accounts for logins from the database each time, so that a flag set by plain SQL applies at the next login: all
 * logins of a batch with one statement, and their app passwords with another one if there may be any.
 *
 * <p>JDBC without a transaction and without entities, because JPA cost a login as much as the query itself (ADR 12).
 */
@ThreadSafe
public final class LoginReader implements BatchedReads.Reader<LoginQuery, LoginLookup> {
    /*
     * A row for each key. The scalar subquery around an array keeps its length from PostgreSQL's planner, which then
     * plans the statement once and not for each batch. H2 finds the rows by the primary keys, too.
     */
    private static final String ARRAY = "(SELECT CAST(? AS VARCHAR ARRAY))";

    /** Each permission is the nearest one set in account, domain and installation. */
    private static final String ACCOUNTS = """
            SELECT k.n, COALESCE(d.language, i.language), d.name, d.mx_hosts,
                   a.address, a.secret, a.challenge_secret, a.status, a.status_until,
                   COALESCE(a.permit_plain, d.permit_plain, i.permit_plain),
                   COALESCE(a.permit_cram_md5, d.permit_cram_md5, i.permit_cram_md5),
                   COALESCE(a.permit_apop, d.permit_apop, i.permit_apop),
                   COALESCE(a.permit_imap, d.permit_imap, i.permit_imap),
                   COALESCE(a.permit_pop3, d.permit_pop3, i.permit_pop3),
                   COALESCE(a.permit_smtp, d.permit_smtp, i.permit_smtp),
                   COALESCE(a.require_tls, d.require_tls, i.require_tls),
                   COALESCE(a.permit_networks, d.permit_networks, i.permit_networks),
                   COALESCE(a.block_networks, d.block_networks, i.block_networks),
                   a.moving_to, h.name, h.address, h.smtp_address, h.imap_port, h.pop3_port, h.smtp_port, h.state, h.probe,
                   (SELECT STRING_AGG(x.address || ' ' || x.state, ',') FROM mail_host_address x WHERE x.host = h.name)
              FROM UNNEST(%1$s, %1$s) WITH ORDINALITY AS k(address, domain, n)
             CROSS JOIN installation i
              LEFT JOIN domain d ON d.name = k.domain
              LEFT JOIN account a ON a.address = k.address AND a.domain_name = d.name
              LEFT JOIN mail_host h ON h.name = a.mail_host""".formatted(ARRAY);

    private static final String APP_PASSWORDS = """
            SELECT p.account, p.id, p.secret, p.permit_imap, p.permit_pop3, p.permit_smtp, p.networks, p.expires_at
              FROM UNNEST(%s) AS k(address)
              JOIN app_password p ON p.account = k.address
             WHERE p.revoked_at IS NULL""".formatted(ARRAY);

    private final DataSource database;

    /** @param database its connections are in auto-commit mode, and a closed one returns to the pool at once */
    public LoginReader(DataSource database) {
        this.database = database;
    }

    @Override
    public List<Answer<LoginLookup>> read(List<LoginQuery> queries) {
        try (Connection connection = database.getConnection()) {
            return read(connection, queries);
        } catch (SQLException e) {
            throw new PersistenceException("cannot read the accounts of logins", e);
        }
    }

    static List<Answer<LoginLookup>> read(Connection connection, List<LoginQuery> queries) throws SQLException {
        return accounts(connection, queries, appPasswords(connection, queries));
    }

    private static List<Answer<LoginLookup>> accounts(
            Connection connection, List<LoginQuery> queries, Map<String, List<LoginAppPassword>> appPasswords)
            throws SQLException {
        List<@Nullable Answer<LoginLookup>> answers = new ArrayList<>(Collections.nCopies(queries.size(), null));
        try (PreparedStatement statement = connection.prepareStatement(ACCOUNTS)) {
            statement.setArray(1, array(connection, queries, LoginQuery::address));
            statement.setArray(2, array(connection, queries, LoginQuery::domain));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    int place = rows.getInt(1) - 1;
                    if (answers.get(place) == null) {
                        answers.set(place, new LoginRow(rows).answer(appPasswords));
                    }
                }
            }
        }
        List<Answer<LoginLookup>> all = new ArrayList<>();
        answers.forEach(each -> all.add(each == null ? Answer.of(LoginLookup.NOTHING) : each));
        return all;
    }

    private static Map<String, List<LoginAppPassword>> appPasswords(Connection connection, List<LoginQuery> queries)
            throws SQLException {
        List<LoginQuery> wanted =
                queries.stream().filter(LoginQuery::appPasswords).toList();
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<String, List<LoginAppPassword>> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(APP_PASSWORDS)) {
            statement.setArray(1, array(connection, wanted, LoginQuery::address));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getString(1), account -> new ArrayList<>())
                            .add(appPassword(rows));
                }
            }
        }
        return found;
    }

    private static LoginAppPassword appPassword(ResultSet row) throws SQLException {
        return new LoginAppPassword(
                row.getString(2),
                Secret.of(row.getString(3)),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getBoolean(6),
                String.valueOf(row.getString(7)),
                Optional.ofNullable(row.getObject(8, OffsetDateTime.class)).map(OffsetDateTime::toInstant));
    }

    private static java.sql.Array array(
            Connection connection, List<LoginQuery> queries, Function<LoginQuery, String> column) throws SQLException {
        return connection.createArrayOf("varchar", queries.stream().map(column).toArray(String[]::new));
    }
}
