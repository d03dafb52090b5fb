// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Criteria of a search in the journal; null means any.
 *
 * @param from the earliest time, inclusive
 * @param to the latest time, exclusive
 * @param after the position at which the last page ended
 * @param domains domains of the accounts, in lower case
 * @param begins for some of these domains, the time after which decisions are visible: earlier ones belong to a former
 *     owner of the name
 */
@ThreadSafe
public record JournalQuery(
        @Nullable String account,
        @Nullable String client,
        @Nullable String service,
        @Nullable String result,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Position after,
        @Nullable Set<String> domains,
        Map<String, Instant> begins) {
    public JournalQuery(
            @Nullable String account,
            @Nullable String client,
            @Nullable String service,
            @Nullable String result,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Position after) {
        this(account, client, service, result, from, to, after, null, Map.of());
    }

    /** This query, restricted to accounts in these domains. */
    public JournalQuery within(Set<String> names, Map<String, Instant> begins) {
        return new JournalQuery(
                account, client, service, result, from, to, after, Set.copyOf(names), Map.copyOf(begins));
    }

    /** A place in the journal, newest first: {@code MILLISECONDS-ID}. */
    @Immutable
    public record Position(Instant at, long id) {
        /** The position that {@link #toString} wrote; empty for anything else. */
        public static Optional<Position> read(String text) {
            String[] parts = text.split("-", -1);
            try {
                return parts.length == 2
                        ? Optional.of(
                                new Position(Instant.ofEpochMilli(Long.parseLong(parts[0])), Long.parseLong(parts[1])))
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return at.toEpochMilli() + "-" + id;
        }
    }

    /** A decision that was found, and its position. */
    @Immutable
    public record Found(JournalEntry entry, Position position) {}

    /** Whether an entry of the tail meets the criteria other than times. */
    public boolean matches(JournalEntry entry) {
        return isAnyOrEqual(account, entry.account())
                && isAnyOrEqual(client, entry.client())
                && isAnyOrEqual(service, entry.service())
                && isAnyOrEqual(result, entry.result())
                && isWithin(entry.account());
    }

    private boolean isWithin(String account) {
        int at = account.lastIndexOf('@');
        return domains == null || (at >= 0 && domains.contains(account.substring(at + 1)));
    }

    private static boolean isAnyOrEqual(@Nullable String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }
}
