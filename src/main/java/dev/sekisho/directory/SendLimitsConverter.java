// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.SnapshotReader;
import dev.sekisho.limit.SendLimits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Send limits as a column holds them: their text, or null for "inherited".
 *
 * <p>Plain SQL may write anything, so a text that cannot be read is no error here: it counts as inherited, and
 * {@link SnapshotReader} tells the operator.
 */
@ThreadSafe
public final class SendLimitsConverter {
    /** The columns' size; 8 limits with all their words take 510 characters at most. */
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
