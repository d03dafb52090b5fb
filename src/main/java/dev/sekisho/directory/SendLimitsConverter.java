// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts send limits to and from their column: a text, or null for "inherited".
 *
 * <p>Plain SQL may write any text. An invalid one is therefore not an error here, but counts as inherited; the reader
 * of the snapshot logs it.
 */
@ThreadSafe
public final class SendLimitsConverter {
    /** Size of the columns; the longest text of 8 limits has 510 characters. */
    public static final int MAX_CHARACTERS = 600;

    private SendLimitsConverter() {}

    static Optional<SendLimits> read(@Nullable String text) {
        if (text == null || isInherit(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SendLimits.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public static boolean isInherit(String text) {
        return text.strip().equals(SendLimits.INHERIT_WORD);
    }

    static @Nullable String write(Optional<SendLimits> limits) {
        return limits.map(SendLimits::toString).orElse(null);
    }
}
