// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code decision_journal}. Plain SQL, because it takes thousands of rows a second, which never change.
 *
 * <p>Each call throws {@link PersistenceException} if the database fails. Each write is a transaction of its own, and
 * must be called outside any other.
 */
@ThreadSafe
public class JournalStore {
    private static final String COLUMNS = "id, reference, decided_at, service, result, account, client, line";

    private final DataSource database;

    public JournalStore(DataSource database) {
        this.database = database;
    }

    /** Inserts all of {@code entries} or none. */
    void write(List<JournalEntry> entries) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO decision_journal (reference, decided_at, service, result, account, client, line)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
                for (JournalEntry each : entries) {
                    statement.setString(1, each.reference());
                    statement.setObject(2, utc(each.at()));
                    statement.setString(3, each.service());
                    statement.setString(4, each.result());
                    statement.setString(5, each.account());
                    statement.setString(6, each.client());
                    statement.setString(7, each.line());
                    statement.addBatch();
                }
                statement.executeBatch();
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new PersistenceException("cannot write the decision journal", e);
        }
    }

    /** The newest decision with this reference. */
    public Optional<JournalEntry> find(String reference) {
        Search search = new Search("reference", reference);
        return page(search, 1).stream().map(JournalQuery.Found::entry).findFirst();
    }

    /** The newest decisions that match {@code query}, at most {@code most}. */
    public List<JournalQuery.Found> page(JournalQuery query, int most) {
        return page(new Search(query), most);
    }

    private List<JournalQuery.Found> page(Search search, int most) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(search.sql())) {
            search.bind(statement, most);
            try (ResultSet rows = statement.executeQuery()) {
                List<JournalQuery.Found> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(found(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new PersistenceException("cannot read the decision journal", e);
        }
    }

    private static JournalQuery.Found found(ResultSet row) throws SQLException {
        Instant at = row.getObject("decided_at", OffsetDateTime.class).toInstant();
        JournalEntry entry = new JournalEntry(
                row.getString("reference"),
                at,
                row.getString("service"),
                row.getString("result"),
                row.getString("account"),
                row.getString("client"),
                row.getString("line"));
        return new JournalQuery.Found(entry, new JournalQuery.Position(at, row.getLong("id")));
    }

    /** Deletes up to {@code most} decisions before {@code oldest}; returns their number. */
    int deleteOlder(Instant oldest, int most) {
        return delete("decided_at < ? ORDER BY decided_at", utc(oldest), most);
    }

    /** Deletes up to {@code most} of the decisions in excess of {@code rows}; returns their number. */
    int deleteBeyond(int rows, int most) {
        return delete("id <= (SELECT MAX(id) - ? FROM decision_journal) ORDER BY id", rows, most);
    }

    private int delete(String which, Object bound, int most) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("DELETE FROM decision_journal WHERE id IN (SELECT id FROM"
                                + " decision_journal WHERE " + which + " FETCH FIRST " + most + " ROWS ONLY)")) {
            statement.setObject(1, bound);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new PersistenceException("cannot delete from the decision journal", e);
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    /**
     * A search as SQL. The order begins with the searched column. This does not change the result, but lets both
     * databases read that column's index in order and stop early.
     *
     * <p>Confined to one thread.
     */
    static final class Search {
        private final StringBuilder where = new StringBuilder();
        private final List<Object> values = new ArrayList<>();
        private String order = "";

        Search(String column, String value) {
            equal(column, value);
        }

        Search(JournalQuery query) {
            // The most selective column first: the database reads its index.
            equal("account", query.account());
            equal("client", query.client());
            equal("result", query.result());
            equal("service", query.service());
            Instant from = query.from();
            if (from != null) {
                and("decided_at >= ?", utc(from));
            }
            Instant to = query.to();
            if (to != null) {
                and("decided_at < ?", utc(to));
            }
            Set<String> domains = query.domains();
            if (domains != null) {
                within(domains, query.begins());
            }
            JournalQuery.Position after = query.after();
            if (after != null) {
                and("decided_at <= ?", utc(after.at()));
                and("(decided_at < ?", utc(after.at()));
                where.append(" OR id < ?)");
                values.add(after.id());
            }
        }

        private void equal(String column, @Nullable String value) {
            if (value != null) {
                and(column + " = ?", value);
                order = order.isEmpty() ? column + ", " : order;
            }
        }

        /** No index applies: the database scans from the newest entry until the page is full. */
        private void within(Set<String> domains, Map<String, Instant> begins) {
            where.append(where.length() == 0 ? " WHERE (1 = 0" : " AND (1 = 0");
            for (String domain : domains) {
                where.append(" OR account LIKE ? ESCAPE '!'");
                values.add("%@" + domain.replaceAll("([!%_])", "!$1"));
                Instant begin = begins.get(domain);
                if (begin != null) {
                    where.append(" AND decided_at > ?");
                    values.add(utc(begin));
                }
            }
            where.append(')');
        }

        private void and(String condition, Object value) {
            where.append(where.length() == 0 ? " WHERE " : " AND ").append(condition);
            values.add(value);
        }

        String sql() {
            return "SELECT " + COLUMNS + " FROM decision_journal" + where + " ORDER BY " + order
                    + "decided_at DESC, id DESC FETCH FIRST ? ROWS ONLY";
        }

        void bind(PreparedStatement statement, int most) throws SQLException {
            int index = 1;
            for (Object each : values) {
                statement.setObject(index++, each);
            }
            statement.setInt(index, most);
        }
    }
}
