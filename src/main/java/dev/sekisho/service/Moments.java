// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * The moments that the API takes from outside, in bodies, import files and query parameters: from 1970 to the end of
 * 9999.
 *
 * <p>The one place that says so. Java's years have nine digits: H2 stores them wrong without a word, and PostgreSQL,
 * which ends earlier, answers with an error that looks like a trouble of the database. Holds no state.
 */
public final class Moments {
    private static final Instant MAX = Instant.parse("9999-12-31T23:59:59Z");

    private static final String WANTED =
            "must be a time such as 2027-01-31T18:00:00Z, from 1970-01-01T00:00:00Z to " + MAX;

    private Moments() {}

    /**
     * A moment as ISO 8601 writes it, with a zone.
     *
     * @throws IllegalArgumentException with the words for a refusal, if {@code text} is none, or none that is taken
     */
    public static Instant parse(String text) {
        Instant moment;
        try {
            moment = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(WANTED, e);
        }
        if (!isTaken(moment)) {
            throw new IllegalArgumentException(WANTED);
        }
        return moment;
    }

    /** Whether a moment is one that the API takes. */
    public static boolean isTaken(Instant moment) {
        return !moment.isBefore(Instant.EPOCH) && !moment.isAfter(MAX);
    }
}
