// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.LongWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads and writes the known networks. Each call is one transaction and throws the container's exception if it fails.
 */
@ThreadSafe
@ApplicationScoped
public class KnownNetworkStore {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entities;

    @Inject
    private LongWork longWork;

    /** Passes the newest rows since {@code day} to {@code row}, at most {@code most}. */
    @Transactional
    public void read(long day, int most, Consumer<KnownNetwork> row) {
        Connection connection = entities.unwrap(Connection.class);
        LongWork.Lifted lifted = lift(connection);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT account, network, last_success_on FROM known_network WHERE last_success_on >= ?"
                        + " ORDER BY last_success_on DESC")) {
            statement.setDate(1, date(day));
            statement.setMaxRows(most);
            statement.setFetchSize(1000);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.accept(new KnownNetwork(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getDate(3).toLocalDate().toEpochDay()));
                }
            }
        } catch (SQLException e) {
            throw new PersistenceException("cannot read the known networks", e);
        } finally {
            lifted.end();
        }
    }

    private LongWork.Lifted lift(Connection connection) {
        try {
            return longWork.on(connection);
        } catch (SQLException e) {
            throw new PersistenceException("cannot lift the time limit", e);
        }
    }

    /** The networks of an account in lower case, latest first, without single addresses. */
    @Transactional
    public List<KnownNetwork> of(String account, int most) {
        return select(
                "SELECT network, last_success_on FROM known_network WHERE account = ?"
                        + " AND (network LIKE '%/24' OR network LIKE '%/56')"
                        + " ORDER BY last_success_on DESC, network",
                account, most);
    }

    private List<KnownNetwork> select(String sql, String account, int most) {
        try (PreparedStatement statement = entities.unwrap(Connection.class).prepareStatement(sql)) {
            statement.setString(1, account);
            statement.setMaxRows(most);
            List<KnownNetwork> networks = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    networks.add(new KnownNetwork(
                            account,
                            rows.getString(1),
                            rows.getDate(2).toLocalDate().toEpochDay()));
                }
            }
            return networks;
        } catch (SQLException e) {
            throw new PersistenceException("cannot read the known networks", e);
        }
    }

    /** Writes rows that may exist already; two nodes may write the same row. */
    @Transactional
    public void write(Collection<KnownNetwork> networks) {
        Connection connection = entities.unwrap(Connection.class);
        // If two nodes insert the same row at once, one of them retries with its next pass.
        try (PreparedStatement update = connection.prepareStatement(
                        "UPDATE known_network SET last_success_on = ? WHERE account = ? AND network = ?");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO known_network (last_success_on, account, network) VALUES (?, ?, ?)")) {
            for (KnownNetwork each : networks) {
                set(update, each);
                if (update.executeUpdate() == 0) {
                    set(insert, each);
                    insert.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw new PersistenceException("cannot write the known networks", e);
        }
    }

    private static void set(PreparedStatement statement, KnownNetwork network) throws SQLException {
        statement.setDate(1, date(network.day()));
        statement.setString(2, network.account());
        statement.setString(3, network.network());
    }

    /** Deletes the rows of a deleted account; returns its networks and addresses. */
    @Transactional
    public List<String> forget(String account) {
        List<String> places =
                select("SELECT network, last_success_on FROM known_network WHERE account = ?", account, 0).stream()
                        .map(KnownNetwork::network)
                        .toList();
        try (PreparedStatement statement =
                entities.unwrap(Connection.class).prepareStatement("DELETE FROM known_network WHERE account = ?")) {
            statement.setString(1, account);
            statement.executeUpdate();
            return places;
        } catch (SQLException e) {
            throw new PersistenceException("cannot forget the known networks of an account", e);
        }
    }

    /** Deletes rows that have expired. */
    @Transactional
    public void forget(long beforeDay) {
        Connection connection = entities.unwrap(Connection.class);
        LongWork.Lifted lifted = lift(connection);
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM known_network WHERE last_success_on < ?")) {
            statement.setDate(1, date(beforeDay));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PersistenceException("cannot forget known networks", e);
        } finally {
            lifted.end();
        }
    }

    private static Date date(long day) {
        return Date.valueOf(LocalDate.ofEpochDay(day));
    }
}
