// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.list;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.InvalidFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list, such as {@code sort=plan,-statusSince}: by the first field, then by the second; a minus means
 * descending. Equal entries are sorted by their keys.
 */
@ThreadSafe
public record Sort(List<By> fields) {
    /** Maximum number of fields; more make no visible difference. */
    private static final int MAX_FIELDS = 3;

    /** One field. */
    @Immutable
    public record By(String field, boolean descending) {}

    /**
     * Reads the parameter.
     *
     * @param text the unchecked parameter; null or empty: by key
     * @param known the permitted fields
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
                                + ", separated by commas, with an optional minus before each");
            }
            fields.add(new By(field, descending));
        }
        return new Sort(List.copyOf(fields));
    }

    public boolean isByKey() {
        return fields.isEmpty();
    }
}
