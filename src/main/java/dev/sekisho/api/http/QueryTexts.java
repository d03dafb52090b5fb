// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import dev.sekisho.writebehind.StoredKey;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges every query parameter of the API before a resource sees it: no control characters, no half of a surrogate pair, and
 * no more characters than the longest key has. PostgreSQL refuses a NUL with an error that is none of the database's.
 *
 * <p>Holds no state.
 */
@Provider
public class QueryTexts implements ContainerRequestFilter {
    /** A key of the audit trail, which is the longest that a parameter repeats. */
    private static final int MAX_CHARACTERS = StoredKey.ENTRY_CHARACTERS;

    /** Longest name of a parameter that a refusal repeats. */
    private static final int SHOWN_CHARACTERS = 64;

    /** Errors that a refusal has at most. */
    private static final int MAX_ERRORS = 20;

    @Override
    public void filter(ContainerRequestContext request) {
        List<FieldError> errors = new ArrayList<>();
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            for (String value : values) {
                wrong(name, value).filter(each -> errors.size() < MAX_ERRORS).ifPresent(errors::add);
            }
        });
        if (!errors.isEmpty()) {
            throw ProblemException.wrongFields(errors);
        }
    }

    /**
     * Checks one parameter, for callers in this process, which no filter stands before.
     *
     * @throws ProblemException 400 if it cannot be one
     */
    public static void check(String name, @Nullable String value) {
        wrong(name, value).ifPresent(error -> {
            throw ProblemException.wrongField(error.field(), error.message());
        });
    }

    /** What is wrong with a parameter; empty for nothing. */
    public static Optional<FieldError> wrong(String name, @Nullable String value) {
        if (value == null || StoredKey.fits(value, MAX_CHARACTERS)) {
            return Optional.empty();
        }
        String shown = name.length() > SHOWN_CHARACTERS ? name.substring(0, SHOWN_CHARACTERS) : name;
        return Optional.of(new FieldError(
                shown, "must have at most " + MAX_CHARACTERS + " characters, and no control characters"));
    }
}
