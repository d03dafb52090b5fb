// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.list;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.Alias;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.DirectorySearch;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.Plan;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.access.StaffScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Pages of the directory's collections, sorted, with the entries that the user may read. */
@ThreadSafe
@ApplicationScoped
public class PagedQuery {
    private static final String SEND_LIMITS = "sendLimits";

    /** The fields by which each collection can be sorted, with their columns. */
    private static final Map<Class<?>, Map<String, String>> COLUMNS = Map.of(
            Account.class,
            Map.of(
                    "address",
                    "address",
                    "mailHost",
                    "mail_host",
                    "movingSince",
                    "moving_since",
                    "status",
                    "status",
                    "statusSince",
                    "status_since",
                    "plan",
                    "plan",
                    SEND_LIMITS,
                    "send_limits"),
            Alias.class,
            Map.of("address", "address"),
            Domain.class,
            Map.of("name", "name", "language", "language", SEND_LIMITS, "send_limits"),
            MailHost.class,
            Map.of("name", "name", "address", "address", "state", "state"),
            Plan.class,
            Map.of("name", "name", SEND_LIMITS, "send_limits"));

    /** Entities that belong to a domain: staff of some domains have no role for the others. */
    private static final Set<Class<?>> OF_DOMAINS = Set.of(Account.class, Alias.class, Domain.class);

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DirectorySearch search;

    @Inject
    private StaffScope scope;

    /** The entities of a page, and one more if there is a next page. */
    public <E> List<E> page(Class<E> type, @Nullable String order, Page.Range range) {
        return page(type, order, range, "", Map.of());
    }

    /**
     * The entities of a page, and one more if there is a next page.
     *
     * @param part a part of the addresses of accounts; empty for all
     * @param values required values by column; an empty value matches every row in which the column is not null
     */
    public <E> List<E> page(
            Class<E> type, @Nullable String order, Page.Range range, String part, Map<String, String> values) {
        Map<String, String> columns = COLUMNS.getOrDefault(type, Map.of());
        Set<String> known = new TreeSet<>(columns.keySet());
        Sort sort = Sort.of(order, known);
        int limit = range.limit() + 1;
        Optional<Set<String>> domains = OF_DOMAINS.contains(type) ? scope.domains() : Optional.empty();
        if (sort.isByKey() && part.isEmpty() && values.isEmpty() && domains.isEmpty()) {
            return directory.page(type, range.after(), limit);
        }
        if (!sort.isByKey()
                && !range.after().isEmpty()
                && (directory.find(type, range.after()).isEmpty()
                        || (domains.isPresent() && !scope.covers(range.after())))) {
            throw new InvalidFields("after", "does not exist any more: start with the first page");
        }
        Map<String, Boolean> descending = new LinkedHashMap<>();
        sort.fields().forEach(by -> descending.put(columns.getOrDefault(by.field(), by.field()), by.descending()));
        return search.page(type, new DirectorySearch.Criteria(descending, range.after(), part, values, domains), limit);
    }
}
