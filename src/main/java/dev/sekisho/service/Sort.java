// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order that a list was asked for: {@code sort=plan,-statusSince}, the most important field first, a minus for the
 * largest first. Entries that are equal so far follow by their keys.
 */
@ThreadSafe
public record Sort(List<By> fields) {
    /** More fields than these order nothing that an eye sees. */
    private static final int MAX_FIELDS = 3;

    /** One field. */
    @Immutable
    public record By(String field, boolean descending) {}

    /**
     * Reads the parameter.
     *
     * @param text as it came; absent or empty: by key
     * @param known the fields that can be asked for
     * @throws InvalidFields for {@code sort}
     */
    public static Sort of(@Nullable String text, Collection<String> known) {
        if (text == null || text.isEmpty()) {
            return new Sort(List.of());
        }
        List<By> fields = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            boolean descending = each.startsWith("-");
            String field = descending ? each.substring(1) : each;
            if (!known.contains(field)
                    || fields.stream().anyMatch(by -> by.field().equals(field))
                    || fields.size() == MAX_FIELDS) {
                throw new InvalidFields(
                        "sort",
                        "must be at most " + MAX_FIELDS + " different of " + String.join(", ", known)
                                + ", with commas between, each perhaps with a minus before it");
            }
            fields.add(new By(field, descending));
        }
        return new Sort(List.copyOf(fields));
    }

    public boolean isByKey() {
        return fields.isEmpty();
    }
}
