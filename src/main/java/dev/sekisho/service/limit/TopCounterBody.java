// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.sendlimit.counter.LimitUsage;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The limit that an account or pool is nearest to.
 *
 * @param account the login, also if the directory does not have it; for a pool {@code @} and the name of the domain,
 *     for a scope its key, such as {@code @network/192.0.2.0/24}
 * @param limit the limit, such as {@code 100/1h}
 * @param unit what the amounts count
 * @param used the used amount in the limit's unit, kibibytes for bytes
 * @param allowed the limit's amount, in the same unit
 * @param percent {@code used} of {@code allowed}, rounded down
 * @param release when all limits that apply to the account have room again, shared ones included (RFC 3339, UTC);
 *     absent if they have
 */
@Immutable
@JsonbPropertyOrder({"account", "limit", "unit", "used", "allowed", "percent", "release"})
@Schema(example = """
                {"account": "alice@example.org", "limit": "500/1d", "unit": "recipients", "used": 480, "allowed": 500, "percent": 96}""")
public record TopCounterBody(
        String account,
        String limit,
        String unit,
        long used,
        long allowed,
        long percent,
        @Nullable String release) {
    public static TopCounterBody of(String account, LimitUsage usage) {
        return new TopCounterBody(
                account,
                usage.limit().toString(),
                usage.limit().unit().word(),
                usage.used(),
                usage.limit().amount(),
                100 * usage.used() / usage.limit().amount(),
                usage.freesAt() == null ? null : usage.freesAt().toString());
    }

    TopCounterBody with(@Nullable String at) {
        return new TopCounterBody(account, limit, unit, used, allowed, percent, at);
    }
}
