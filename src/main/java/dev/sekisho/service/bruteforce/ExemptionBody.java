// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.bruteforce;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.bruteforce.Exemption;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An exemption from the rules against attackers as the API shows it; {@code until} is absent where it has no end. */
@Immutable
@JsonbPropertyOrder({"name", "subject", "reason", "until", "by", "since"})
@Schema(example = """
                {"name": "office", "subject": "192.0.2.0/24", "reason": "our own office", "until": "2099-01-02T08:00:00Z"}""")
public record ExemptionBody(
        String name,
        String subject,
        String reason,
        @Nullable String until,
        String by,
        String since) {
    public static ExemptionBody of(Exemption entity) {
        OffsetDateTime expires = entity.expiresAt();
        return new ExemptionBody(
                entity.name(),
                entity.subject(),
                entity.reason(),
                expires == null ? null : expires.toInstant().toString(),
                entity.madeBy(),
                entity.madeAt().toInstant().toString());
    }
}
