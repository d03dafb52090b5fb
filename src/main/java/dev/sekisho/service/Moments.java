// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * The times that the API accepts in bodies, import files and query parameters: from 1970 to the end of 9999.
 *
 * <p>Java's years have nine digits. H2 stores later years wrong without an error, and PostgreSQL, which ends earlier,
 * reports an error that looks like a failure of the database.
 */
public final class Moments {
    private static final Instant MAX = Instant.parse("9999-12-31T23:59:59Z");

    private static final String WANTED =
            "must be a time such as 2027-01-31T18:00:00Z, from 1970-01-01T00:00:00Z to " + MAX;

    private Moments() {}

    /**
     * Reads a time in ISO 8601 with a zone.
     *
     * @throws IllegalArgumentException with a message for the client, if {@code text} is not such a time
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

    /** Whether the API accepts a time. */
    public static boolean isTaken(Instant moment) {
        return !moment.isBefore(Instant.EPOCH) && !moment.isAfter(MAX);
    }
}
