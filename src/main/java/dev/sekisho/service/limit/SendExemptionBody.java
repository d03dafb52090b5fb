// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.SendExemption;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What no send limit applies to, as the API shows it: {@code subject} is an account, {@code @example.org} or a network;
 * {@code expiresAt} is absent where it is for good.
 */
@Immutable
@JsonbPropertyOrder({"name", "subject", "reason", "expiresAt", "madeBy", "madeAt"})
@Schema(example = """
                {"name": "newsletter", "subject": "alice@example.org", "reason": "a newsletter", "expiresAt": "2099-01-02T08:00:00Z"}""")
public record SendExemptionBody(
        String name,
        String subject,
        String reason,
        @Nullable String expiresAt,
        String madeBy,
        String madeAt) {
    public static SendExemptionBody of(SendExemption exemption) {
        return new SendExemptionBody(
                exemption.name(),
                exemption.subject(),
                exemption.reason(),
                exemption.expiresAt().map(Instant::toString).orElse(null),
                exemption.madeBy(),
                exemption.madeAt().toString());
    }
}
