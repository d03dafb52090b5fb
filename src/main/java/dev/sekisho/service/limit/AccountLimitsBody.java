// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Every limit that holds for an account: whose it is, what is used, and when there is room again.
 *
 * @param account its address
 * @param permitted whether it may send at all
 * @param plan the plan it has
 * @param exemption name of the exemption by which none of the limits applies
 * @param raise what is larger for a while
 * @param limits all that hold, the account's first, then the pool of its domain
 */
@ThreadSafe
@JsonbPropertyOrder({"account", "permitted", "plan", "exemption", "raise", "limits"})
@Schema(example = """
                {"account": "alice@example.org", "permitted": true, "plan": "small",
                 "limits": [{"limit": "500/1d", "scope": "account", "from": "plan", "raised": false, "used": 480, "reserved": 0, "allowed": 500}]}""")
public record AccountLimitsBody(
        String account,
        boolean permitted,
        @Nullable String plan,
        @Nullable String exemption,
        @Nullable Raised raise,
        List<Limit> limits) {

    /** What is larger for a while, by whom and why. */
    @Immutable
    @JsonbPropertyOrder({"limit", "until", "reason", "by"})
    @Schema(example = """
                    {"limit": "2000/1d", "until": "2099-01-02T08:00:00Z", "reason": "a newsletter, told by telephone"}""")
    public record Raised(String limit, String until, String reason, String by) {}

    /**
     * One limit.
     *
     * @param limit its text, such as {@code 100/1h}
     * @param scope {@code account}, or {@code domain} for the pool
     * @param from whose text it is: {@code account}, {@code plan}, {@code domain} or {@code installation}
     * @param raised whether it is larger for a while
     * @param used in the limit's unit, kibibytes for bytes
     * @param reserved by messages under way, beside what is used
     * @param allowed in the same unit
     * @param release when one more fits (RFC 3339, UTC); absent while one does
     */
    @Immutable
    @JsonbPropertyOrder({"limit", "scope", "from", "raised", "used", "reserved", "allowed", "release"})
    public record Limit(
            String limit,
            String scope,
            String from,
            boolean raised,
            long used,
            long reserved,
            long allowed,
            @Nullable String release) {}
}
