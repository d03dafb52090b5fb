// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import dev.sekisho.writebehind.StoredKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a text parameter: it has no control characters, no half of a surrogate pair, and at most as many characters as
 * the longest key. PostgreSQL rejects a NUL with an error that looks like a failure of the database.
 */
@ThreadSafe
public final class ParameterText {
    /** The longest key is that of an entry in the audit trail. */
    private static final int MAX_CHARACTERS = StoredKey.ENTRY_CHARACTERS;

    /** Maximum length of a parameter's name in an error. */
    private static final int SHOWN_CHARACTERS = 64;

    private ParameterText() {}

    /**
     * Checks one parameter.
     *
     * @throws InvalidFields if it has an error
     */
    public static Optional<String> checked(String name, @Nullable String value) {
        wrong(name, value).ifPresent(error -> {
            throw new InvalidFields(error.field(), error.message());
        });
        return Optional.ofNullable(value);
    }

    /** The error in a parameter; empty without one. */
    public static Optional<FieldError> wrong(String name, @Nullable String value) {
        if (value == null || StoredKey.fits(value, MAX_CHARACTERS)) {
            return Optional.empty();
        }
        return Optional.of(new FieldError(
                LogText.oneLine(name, SHOWN_CHARACTERS),
                "must have at most " + MAX_CHARACTERS + " characters, and no control characters"));
    }
}
