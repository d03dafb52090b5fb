// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.sendlimit.counter.LimitUsage;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The limit that an account is nearest to; of a domain's pool the account is {@code @} and the domain's name.
 *
 * @param account the login, whether the directory knows it or not
 * @param limit its text, such as {@code 100/1h}
 * @param used in the limit's unit, kibibytes for bytes
 * @param of how many are allowed, in the same unit
 * @param percent {@code used} of {@code of}, rounded down
 * @param freesAt when one more fits (RFC 3339, UTC); absent while one does
 */
@Immutable
@JsonbPropertyOrder({"account", "limit", "used", "of", "percent", "freesAt"})
@Schema(example = """
                {"account": "alice@example.org", "limit": "500/1d", "used": 480, "of": 500, "percent": 96}""")
public record TopCounterBody(
        String account,
        String limit,
        long used,
        long of,
        long percent,
        @Nullable String freesAt) {
    public static TopCounterBody of(String account, LimitUsage usage) {
        return new TopCounterBody(
                account,
                usage.limit().toString(),
                usage.used(),
                usage.limit().amount(),
                100 * usage.used() / usage.limit().amount(),
                usage.freesAt() == null ? null : usage.freesAt().toString());
    }
}
