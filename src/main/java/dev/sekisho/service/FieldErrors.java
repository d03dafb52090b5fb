// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import dev.sekisho.limit.SendLimits;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Collects the errors in the fields of a request. The reader of the fields and the service both add to it, so that one
 * answer names all wrong fields.
 */
public final class FieldErrors {
    /** A set, because the errors of a body may be collected more than once. */
    private final Set<FieldError> errors = new LinkedHashSet<>();

    public void add(String field, String message) {
        errors.add(new FieldError(field, message));
    }

    /** A text without control characters; a text with any is an error, and empty. */
    public Optional<String> text(String field, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            add(field, "must not have control characters");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** A value that {@code parser} reads from a text; its {@link IllegalArgumentException} becomes an error. */
    public <T> Optional<T> parsed(String field, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            add(field, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** A time in ISO 8601, within the bounds of {@link Moments}. */
    public Optional<Instant> instant(String field, String text) {
        return parsed(field, text, Moments::parse);
    }

    /** Send limits; empty for inherited limits: a blank text, or the word {@code inherit}. */
    public Optional<SendLimits> limits(String field, String text) {
        return text.isBlank() || text.strip().equals(SendLimits.INHERIT_WORD)
                ? Optional.empty()
                : parsed(field, text.strip(), SendLimits::parse);
    }

    /**
     * Rejects the request if there is any error.
     *
     * @throws InvalidFields with all errors
     */
    public void check() {
        if (!errors.isEmpty()) {
            throw new InvalidFields(List.copyOf(errors));
        }
    }
}
