// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.FieldErrors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.annotation.FacesConfig;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Formats and parses times of the pages: UTC, in seconds. */
@ThreadSafe
@FacesConfig
@Named("times")
@ApplicationScoped
public class Times {
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    /** Formats a time in ISO 8601; empty for none. */
    public String shown(@Nullable String iso) {
        if (iso == null || iso.isEmpty()) {
            return "";
        }
        try {
            return SHORT.format(Instant.parse(iso));
        } catch (DateTimeParseException e) {
            return iso;
        }
    }

    /** Parses a field of the type {@code datetime-local} as UTC; empty for none. */
    static Optional<Instant> instant(String field, String local, FieldErrors errors) {
        return local.isBlank() ? Optional.empty() : errors.instant(field, utc(local));
    }

    /** Converts a field of the type {@code datetime-local} to ISO 8601 in UTC; empty for none. */
    static String utc(String local) {
        if (local.isBlank()) {
            return "";
        }
        String text = local.strip();
        return text.length() == "2027-01-31T18:00".length() ? text + ":00Z" : text + "Z";
    }
}
