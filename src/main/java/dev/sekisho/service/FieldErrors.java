// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import dev.sekisho.limit.SendLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is wrong with the fields of a request. The reader of the fields and the service both add to it, so that one
 * answer names all wrong fields.
 */
public final class FieldErrors {
    private final List<FieldError> errors = new ArrayList<>();

    public void add(String field, String message) {
        FieldError error = new FieldError(field, message);
        if (!errors.contains(error)) {
            errors.add(error);
        }
    }

    /** A text without control characters; empty, with an error, if it has any. */
    public Optional<String> text(String field, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            add(field, "must not have control characters");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** A value that {@code parser} reads from a text, or refuses with the reason. */
    public <T> Optional<T> parsed(String field, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            add(field, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** A moment as ISO 8601 writes it, within the bounds of {@link Moments}. */
    public Optional<Instant> instant(String field, String text) {
        return parsed(field, text, Moments::parse);
    }

    /** Send limits; empty for inherited ones, which is a blank text or the word for it. */
    public Optional<SendLimits> limits(String field, String text) {
        return text.isBlank() || text.strip().equals(SendLimits.INHERIT_WORD)
                ? Optional.empty()
                : parsed(field, text.strip(), SendLimits::parse);
    }

    /**
     * Ends the request if anything is wrong with it.
     *
     * @throws InvalidFields with all that is wrong
     */
    public void check() {
        if (!errors.isEmpty()) {
            throw new InvalidFields(errors);
        }
    }
}
