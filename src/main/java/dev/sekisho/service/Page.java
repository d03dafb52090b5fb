// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a collection, in the order of the keys; {@link #next} is what {@code after} gets to read on, absent at the
 * end.
 */
@ThreadSafe
public record Page<T>(List<T> entries, @Nullable String next) {

    /** Which part was asked for. */
    @Immutable
    public record Range(String after, int limit) {
        private static final int DEFAULT_LIMIT = 100;

        /** About 300 kB of accounts: more is no page, and a client that wants all reads on. */
        private static final int MAX_LIMIT = 1_000;

        /** Takes the query parameters as they came: JAX-RS itself would answer a wrong number with 404. */
        public static Range of(@Nullable String after, @Nullable String limit) {
            if (after != null && after.chars().anyMatch(Character::isISOControl)) {
                throw new InvalidFields("after", "must not have control characters");
            }
            return new Range(after == null ? "" : after, limit == null ? DEFAULT_LIMIT : number(limit));
        }

        private static int number(String limit) {
            int number;
            try {
                number = Integer.parseInt(limit);
            } catch (NumberFormatException e) {
                number = 0;
            }
            if (number < 1 || number > MAX_LIMIT) {
                throw new InvalidFields("limit", "must be a whole number from 1 to " + MAX_LIMIT);
            }
            return number;
        }
    }

    /**
     * A page of entries.
     *
     * @param found one more than {@code range} has room for, if there are so many: then there is a next page
     */
    public static <E, T> Page<T> of(List<E> found, Range range, Function<E, T> body, Function<E, String> key) {
        boolean more = found.size() > range.limit();
        List<E> shown = more ? found.subList(0, range.limit()) : found;
        return new Page<>(shown.stream().map(body).toList(), more ? key.apply(shown.get(shown.size() - 1)) : null);
    }
}
