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
 * Which decisions are searched; what is null is not asked for.
 *
 * @param from the earliest moment, included
 * @param to the latest moment, not included
 * @param after where the last page ended
 * @param domains of the accounts, in lower case
 * @param begins of these domains only decisions after a moment: those before are of a former owner of the name
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

    /** The same, of accounts in these domains only. */
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

    /** A decision that was found, and where it stands. */
    @Immutable
    public record Found(JournalEntry entry, Position position) {}

    /** Whether an entry of the tail is asked for; times are not looked at. */
    public boolean matches(JournalEntry entry) {
        return isOrUnasked(account, entry.account())
                && isOrUnasked(client, entry.client())
                && isOrUnasked(service, entry.service())
                && isOrUnasked(result, entry.result())
                && isWithin(entry.account());
    }

    private boolean isWithin(String account) {
        int at = account.lastIndexOf('@');
        return domains == null || (at >= 0 && domains.contains(account.substring(at + 1)));
    }

    private static boolean isOrUnasked(@Nullable String asked, String is) {
        return asked == null || asked.equals(is);
    }
}
