// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.list;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.InvalidFields;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a collection.
 *
 * @param next the value of {@code after} for the next page; absent on the last page
 */
@ThreadSafe
public record Page<T>(List<T> entries, @Nullable String next) {

    /**
     * The page of a request.
     *
     * @param after the key after which the page begins; empty for the first page
     * @param limit the maximum number of entries
     */
    @Immutable
    public record Range(String after, int limit) {
        private static final int DEFAULT_LIMIT = 100;

        /** About 300 kB of accounts. A client that wants more reads the next page. */
        private static final int MAX_LIMIT = 1_000;

        /** Reads the unchecked query parameters: JAX-RS itself would answer a wrong number with 404. */
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
     * @param found up to one entry more than the page has, which shows that there is a next page
     */
    public static <E, T> Page<T> of(List<E> found, Range range, Function<E, T> body, Function<E, String> key) {
        boolean more = found.size() > range.limit();
        List<E> shown = more ? found.subList(0, range.limit()) : found;
        return new Page<>(shown.stream().map(body).toList(), more ? key.apply(shown.get(shown.size() - 1)) : null);
    }
}
