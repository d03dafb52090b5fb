// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which version of an entry a change is for, as {@code If-Match} and {@code If-None-Match} write it (RFC 9110, 13.1).
 *
 * @param match tags of which the entry must have one
 * @param noneMatch tags of which the entry must have none
 */
@Immutable
public record Precondition(Optional<String> match, Optional<String> noneMatch) {
    static final Precondition NONE = new Precondition(Optional.empty(), Optional.empty());

    /**
     * Checks the entry.
     *
     * @param before the entry as it is shown; null if there is none
     * @throws PreconditionFailed if it is another version
     */
    void check(@Nullable Object before) {
        if (match.isPresent() && (before == null || !names(match.get(), before))) {
            throw new PreconditionFailed("The entry is not as If-Match says: somebody changed it since. Get it again.");
        }
        if (noneMatch.isPresent() && before != null && names(noneMatch.get(), before)) {
            throw new PreconditionFailed("The entry is there already.");
        }
    }

    private static boolean names(String header, Object body) {
        String tag = '"' + Etags.of(body) + '"';
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag));
    }
}
