// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The effective limits of an account as the API shows them.
 *
 * @param account its address
 * @param permitted whether it may send at all
 * @param plan its plan
 * @param exemption name of the exemption because of which no limit applies
 * @param temporaryLimit absent without a temporary limit
 * @param limits all effective limits: those of the account, then those that it shares with others
 * @param warnings why the account's own limits do not decide: limits that it shares with others refuse its mail now, or
 *     first
 */
@ThreadSafe
@JsonbPropertyOrder({"account", "permitted", "plan", "exemption", "temporaryLimit", "limits", "warnings"})
@Schema(example = """
                {"account": "alice@example.org", "permitted": true, "plan": "small",
                 "limits": [{"limit": "500/1d", "scope": "account", "from": "plan", "raised": false, "unit": "recipients", "used": 480, "reserved": 0, "allowed": 500}], "warnings": []}""")
public record AccountLimitsBody(
        String account,
        boolean permitted,
        @Nullable String plan,
        @Nullable String exemption,
        @Nullable Temporary temporaryLimit,
        List<Limit> limits,
        List<String> warnings) {

    /**
     * A temporary limit.
     *
     * @param limit limits that replace smaller ones of the same unit and period, such as {@code 2000/1d}
     * @param until its end, in ISO 8601
     * @param by the user who set it
     */
    @Immutable
    @JsonbPropertyOrder({"limit", "until", "reason", "by"})
    @Schema(example = """
                    {"limit": "2000/1d", "until": "2099-01-02T08:00:00Z", "reason": "a newsletter, announced by telephone"}""")
    public record Temporary(String limit, String until, String reason, String by) {}

    /**
     * One limit.
     *
     * @param limit its text, such as {@code 100/1h}
     * @param scope {@code account}; {@code domain} for the pool; {@code sender} or {@code network} for a scope of its
     *     address or of a network from which it sent in the last day
     * @param from its origin: {@code account}, {@code plan}, {@code domain} or {@code installation}; of a scope, its
     *     subject
     * @param raised whether it comes from the temporary limit
     * @param unit what the amounts count: {@code recipients}, {@code messages}, {@code bytes} or {@code domains}
     * @param used in the limit's unit, kibibytes for bytes
     * @param reserved amount reserved by messages under way, not part of {@code used}
     * @param allowed in the same unit
     * @param release when one more fits (RFC 3339, UTC); absent unless the limit refuses now
     */
    @Immutable
    @JsonbPropertyOrder({"limit", "scope", "from", "raised", "unit", "used", "reserved", "allowed", "release"})
    public record Limit(
            String limit,
            String scope,
            String from,
            boolean raised,
            String unit,
            long used,
            long reserved,
            long allowed,
            @Nullable String release) {}
}
