// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.bruteforce;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.bruteforce.Block;
import dev.sekisho.bruteforce.Rule;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A block as the API shows it: whom it is on, and by which rule, what was counted, since when and until when.
 *
 * <p>{@code effect} is {@code block} or {@code wait}; {@code observed} means that it is only told, not done.
 * {@code count} is of distinct tries, and at most one more than {@code limit}. Times are in ISO 8601.
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
                {"id": "address-192.0.2.66", "rule": "address", "subject": "192.0.2.66", "effect": "block", "observed": false, "explanation": "20 distinct wrong passwords from one address; 20 are borne",
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
                block.count() + " " + rule.counted() + "; " + block.limit() + " are borne",
                block.count(),
                block.limit(),
                block.firstSeen().toString(),
                block.lastSeen().toString(),
                block.until().toString());
    }
}
