// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import dev.sekisho.writebehind.StoredKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a text parameter may be: no control characters, no half of a surrogate pair, and no more characters than the
 * longest key has. PostgreSQL refuses a NUL with an error that looks like a failure of the database.
 */
@ThreadSafe
public final class ParameterText {
    /** A key of the audit trail, which is the longest that a parameter repeats. */
    private static final int MAX_CHARACTERS = StoredKey.ENTRY_CHARACTERS;

    /** Longest name of a parameter that a refusal repeats. */
    private static final int SHOWN_CHARACTERS = 64;

    private ParameterText() {}

    /**
     * Checks one parameter.
     *
     * @throws InvalidFields if it is not permitted
     */
    public static Optional<String> checked(String name, @Nullable String value) {
        wrong(name, value).ifPresent(error -> {
            throw new InvalidFields(error.field(), error.message());
        });
        return Optional.ofNullable(value);
    }

    /** What is wrong with a parameter; empty for nothing. */
    public static Optional<FieldError> wrong(String name, @Nullable String value) {
        if (value == null || StoredKey.fits(value, MAX_CHARACTERS)) {
            return Optional.empty();
        }
        return Optional.of(new FieldError(
                LogText.oneLine(name, SHOWN_CHARACTERS),
                "must have at most " + MAX_CHARACTERS + " characters, and no control characters"));
    }
}
