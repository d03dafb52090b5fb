// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.exemption;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.exemption.Exemption;
import dev.sekisho.service.FieldErrors;
import java.time.Instant;
import java.util.Optional;

/**
 * An exemption that is to apply.
 *
 * @param subject in its canonical form
 * @param expiresAt empty: it has no end
 */
@Immutable
public record ExemptionRequest(String subject, String reason, Optional<Instant> expiresAt) {
    /** Ends the request if anything is wrong with it, or with the name. */
    void check(String name, FieldErrors errors) {
        if (name.length() > Exemption.NAME_CHARACTERS) {
            errors.add("name", "must not have more than " + Exemption.NAME_CHARACTERS + " characters");
        }
        if (reason.isBlank() || reason.length() > Exemption.REASON_CHARACTERS) {
            errors.add("reason", "must have 1 to " + Exemption.REASON_CHARACTERS + " characters");
        }
        errors.check();
    }
}
