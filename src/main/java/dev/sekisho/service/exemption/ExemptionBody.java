// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.exemption;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.exemption.Exemption;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An exemption as the API shows it; {@code expiresAt} is absent where it has no end. */
@Immutable
@JsonbPropertyOrder({"name", "subject", "reason", "expiresAt", "createdBy", "createdAt"})
@Schema(example = """
                {"name": "office", "subject": "192.0.2.0/24", "reason": "our own office", "expiresAt": "2099-01-02T08:00:00Z"}""")
public record ExemptionBody(
        String name,
        String subject,
        String reason,
        @Nullable String expiresAt,
        String createdBy,
        String createdAt) {
    public static ExemptionBody of(Exemption exemption) {
        return new ExemptionBody(
                exemption.name(),
                exemption.subject(),
                exemption.reason(),
                exemption.expiresAt().map(Instant::toString).orElse(null),
                exemption.createdBy(),
                exemption.createdAt().toString());
    }
}
