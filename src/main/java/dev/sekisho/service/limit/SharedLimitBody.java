// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.sendlimit.counter.LimitUsage;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A limit that several accounts share, and its use.
 *
 * @param scope {@code domain} for a pool; {@code network}, {@code sender} or {@code context} for a scope
 * @param subject the domain, network, envelope sender or policy context
 * @param limit the limit, such as {@code messages 5000/1d}
 * @param unit what the amounts count
 * @param used the used amount in the limit's unit, kibibytes for bytes
 * @param reserved amount reserved by messages under way
 * @param allowed the limit's amount, in the same unit
 * @param percent {@code used} and {@code reserved} of {@code allowed}, rounded down
 * @param release when one more fits (RFC 3339, UTC), if the limit refuses now
 */
@Immutable
@JsonbPropertyOrder({"scope", "subject", "limit", "unit", "used", "reserved", "allowed", "percent", "release"})
@Schema(example = """
                {"scope": "domain", "subject": "example.org", "limit": "messages 5000/1d", "unit": "messages", "used": 5000, "reserved": 0, "allowed": 5000,
                 "percent": 100, "release": "2026-03-01T10:58:00Z"}""")
public record SharedLimitBody(
        String scope,
        String subject,
        String limit,
        String unit,
        long used,
        long reserved,
        long allowed,
        long percent,
        @Nullable String release) {
    static SharedLimitBody of(String scope, String subject, LimitUsage usage) {
        return new SharedLimitBody(
                scope,
                subject,
                usage.limit().toString(),
                usage.limit().unit().word(),
                usage.used(),
                usage.reserved(),
                usage.limit().amount(),
                100 * (usage.used() + usage.reserved()) / usage.limit().amount(),
                usage.freesAt() == null ? null : usage.freesAt().toString());
    }

    /** Whether the limit refuses mail now. */
    boolean refuses() {
        return release != null;
    }
}
