// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.bruteforce;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.bruteforce.Block;
import dev.sekisho.bruteforce.Rule;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A block as the API shows it, with times in ISO 8601.
 *
 * @param subject the blocked address, network or account
 * @param effect {@code block} or {@code wait}
 * @param observed whether the rule is only observed, so that the block has no effect
 * @param count number of distinct attempts, at most {@code limit} and one more
 */
@Immutable
@JsonbPropertyOrder({
    "id",
    "rule",
    "subject",
    "effect",
    "observed",
    "explanation",
    "count",
    "limit",
    "since",
    "lastSeen",
    "until"
})
@Schema(example = """
                {"id": "address-192.0.2.66", "rule": "address", "subject": "192.0.2.66", "effect": "block", "observed": false, "explanation": "20 distinct wrong passwords from one address; the limit is 20",
                 "count": 20, "limit": 20, "since": "2026-03-01T10:02:00Z", "lastSeen": "2026-03-01T10:03:00Z", "until": "2026-03-01T10:17:00Z"}""")
public record BlockBody(
        String id,
        String rule,
        String subject,
        String effect,
        boolean observed,
        String explanation,
        int count,
        int limit,
        String since,
        String lastSeen,
        String until) {
    public static BlockBody of(Block block) {
        Rule rule = block.rule();
        return new BlockBody(
                block.key(),
                rule.word(),
                block.subject(),
                rule.blocks(block.subject()) ? "block" : "wait",
                block.observed(),
                block.count() + " " + rule.counted() + "; the limit is " + block.limit(),
                block.count(),
                block.limit(),
                block.firstSeen().toString(),
                block.lastSeen().toString(),
                block.until().toString());
    }
}
