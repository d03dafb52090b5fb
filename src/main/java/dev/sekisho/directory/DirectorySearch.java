// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Searches the entities of the directory, sorted by columns or filtered, for the lists of the API and the console.
 *
 * <p>Call it in a transaction; entities that it returns are managed. It throws
 * {@link jakarta.persistence.PersistenceException} if the database fails.
 */
@ThreadSafe
@ApplicationScoped
public class DirectorySearch {
    /** Sortable columns that may be NULL; for others an index gives the order. */
    private static final Set<String> NULLABLE = Set.of("plan", "send_limits", "language");

    private static final String MOVING_SINCE = "moving_since";

    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    /**
     * What is searched, and in which order. Names of columns must never be untrusted text.
     *
     * @param columns the columns to sort by, in order, and whether descending. NULL sorts as empty
     * @param after the last key of the previous page, of an existing entity unless {@code columns} is empty; empty for
     *     the first page
     * @param part text that the key must contain; empty for any
     * @param values values that columns must have; empty for any value other than NULL
     * @param domains the domains of accounts, aliases and domains; empty for all
     */
    @ThreadSafe
    public record Criteria(
            Map<String, Boolean> columns,
            String after,
            String part,
            Map<String, String> values,
            Optional<Set<String>> domains) {}

    /** The next entities. Reads the keys first, so that the search uses an index and not the rows. */
    public <E> List<E> page(Class<E> type, Criteria criteria, int limit) {
        String key = type == Account.class || type == Alias.class ? "address" : "name";
        List<String> keys = keys(type, key, criteria, limit);
        return keys.isEmpty() ? List.of() : entities(type, key, keys);
    }

    private List<String> keys(Class<?> type, String key, Criteria criteria, int limit) {
        String table = Objects.requireNonNull(type.getAnnotation(Table.class)).name();
        Map<String, Boolean> order = new LinkedHashMap<>(criteria.columns());
        order.putIfAbsent(key, false);
        String sql = "SELECT e." + key + " FROM " + table + " e";
        List<String> conditions = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        if (!criteria.after().isEmpty()) {
            parameters.add(criteria.after());
            if (criteria.columns().isEmpty()) {
                conditions.add("e." + key + " > ?1");
            } else {
                sql += " JOIN " + table + " l ON l." + key + " = ?1";
                conditions.add(isAfter(order));
            }
        }
        addFilters(type, key, criteria, conditions, parameters);
        Query query = entityManager.createNativeQuery(sql
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " ORDER BY "
                + String.join(", ", sort(criteria.values(), order)));
        for (int i = 0; i < parameters.size(); i++) {
            query.setParameter(i + 1, parameters.get(i));
        }
        List<String> keys = new ArrayList<>();
        for (Object each : query.setMaxResults(limit).getResultList()) {
            keys.add((String) each);
        }
        return keys;
    }

    private static void addFilters(
            Class<?> type, String key, Criteria criteria, List<String> conditions, List<String> parameters) {
        if (!criteria.part().isEmpty()) {
            parameters.add('%' + escaped(criteria.part()) + '%');
            conditions.add("e." + key + " LIKE ?" + parameters.size() + " ESCAPE '!'");
        }
        criteria.values().forEach((column, value) -> {
            if (value.isEmpty()) {
                conditions.add("e." + column + " IS NOT NULL");
            } else {
                parameters.add(value);
                conditions.add("e." + column + " = ?" + parameters.size());
            }
        });
        criteria.domains().ifPresent(names -> conditions.add(within(type, key, names, parameters)));
    }

    private static List<String> sort(Map<String, String> values, Map<String, Boolean> order) {
        List<String> sort = new ArrayList<>();
        // Columns with equal values do not change the order, but let H2 use an index on that column and the key.
        values.forEach((column, value) -> {
            if (!value.isEmpty()) {
                sort.add("e." + column);
            }
        });
        order.forEach((column, down) -> sort.add(value("e", column) + (down ? " DESC" : "")));
        return sort;
    }

    private <E> List<E> entities(Class<E> type, String key, List<String> keys) {
        Map<Object, E> found = new HashMap<>();
        for (E each : entityManager
                .createQuery("SELECT e FROM " + type.getSimpleName() + " e WHERE e." + key + " IN :keys", type)
                .setParameter("keys", keys)
                .getResultList()) {
            found.put(
                    entityManager
                            .getEntityManagerFactory()
                            .getPersistenceUnitUtil()
                            .getIdentifier(each),
                    each);
        }
        return keys.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .map(type::cast)
                .toList();
    }

    /** The condition that {@code e} is in one of these domains. */
    private static String within(Class<?> type, String key, Set<String> domains, List<String> parameters) {
        List<String> alternatives = new ArrayList<>();
        for (String domain : domains) {
            if (type == Alias.class) {
                parameters.add("%@" + escaped(domain));
                alternatives.add("e." + key + " LIKE ?" + parameters.size() + " ESCAPE '!'");
            } else {
                parameters.add(domain);
                alternatives.add((type == Account.class ? "e.domain_name" : "e." + key) + " = ?" + parameters.size());
            }
        }
        return alternatives.isEmpty() ? "1 = 0" : '(' + String.join(" OR ", alternatives) + ')';
    }

    /** A text as a part of a pattern of {@code LIKE}, with the escape character {@code !}. */
    static String escaped(String text) {
        return text.replaceAll("([!%_])", "!$1");
    }

    /** The condition that {@code e} comes after {@code l} in this order. */
    private static String isAfter(Map<String, Boolean> order) {
        List<String> alternatives = new ArrayList<>();
        StringBuilder equal = new StringBuilder();
        order.forEach((column, descending) -> {
            String own = value("e", column);
            String last = value("l", column);
            alternatives.add(equal + own + (descending ? " < " : " > ") + last);
            equal.append(own).append(" = ").append(last).append(" AND ");
        });
        return "(" + String.join(" OR ", alternatives) + ")";
    }

    private static String value(String row, String column) {
        String value = row + '.' + column;
        if (column.equals(MOVING_SINCE)) {
            return "COALESCE(" + value + ", DATE '1970-01-01')";
        }
        return NULLABLE.contains(column) ? "COALESCE(" + value + ", '')" : value;
    }
}
