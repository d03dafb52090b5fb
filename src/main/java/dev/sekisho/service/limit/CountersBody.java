// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.sendlimit.counter.LimitUsage;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The counters of an account, pool or scope as the API shows them. */
@ThreadSafe
@JsonbPropertyOrder({"account", "counters"})
@Schema(example = """
                {"account": "alice@example.org", "counters": [{"limit": "500/1d", "unit": "recipients", "used": 480, "allowed": 500}]}""")
public record CountersBody(String account, List<Counter> counters) {

    /**
     * The counter of one limit.
     *
     * @param unit what the amounts count
     * @param used the used amount in the limit's unit, kibibytes for bytes, in the current window
     * @param allowed the limit's amount
     * @param release when the account may send again (RFC 3339, UTC); absent if it may send now
     */
    @Immutable
    @JsonbPropertyOrder({"limit", "unit", "used", "allowed", "release"})
    public record Counter(
            String limit,
            String unit,
            long used,
            long allowed,
            @Nullable String release) {}

    public static CountersBody of(String account, List<LimitUsage> usage) {
        return new CountersBody(
                account, usage.stream().map(CountersBody::counter).toList());
    }

    private static Counter counter(LimitUsage usage) {
        return new Counter(
                usage.limit().toString(),
                usage.limit().unit().word(),
                usage.used(),
                usage.limit().amount(),
                usage.freesAt() == null ? null : usage.freesAt().toString());
    }
}
