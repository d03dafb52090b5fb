// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.diagnosis;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.bruteforce.Block;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A cause of failed logins as the API shows it, with times in ISO 8601. Members that do not apply are absent.
 *
 * @param text the cause in words
 * @param total whether it prevents every login
 * @param times number of failed attempts
 * @param block the id of the block, to lift it
 */
@Immutable
@JsonbPropertyOrder({
    "kind",
    "text",
    "total",
    "client",
    "protocol",
    "method",
    "times",
    "last",
    "since",
    "until",
    "by",
    "rule",
    "subject",
    "block"
})
@Schema(example = """
                {"kind": "blocked", "text": "Cannot log in from 192.0.2.10: network 192.0.2.0/24 blocked by rule network until 02:11 UTC (3 attempts, last at 01:58 UTC)",
                 "total": false, "client": "192.0.2.10", "times": 3, "last": "2026-03-01T01:58:12Z", "since": "2026-03-01T01:41:00Z", "until": "2026-03-01T02:11:00Z",
                 "rule": "network", "subject": "192.0.2.0/24", "block": "0f3a5c7e9b1d2f40"}""")
public record CauseBody(
        String kind,
        String text,
        boolean total,
        @Nullable String client,
        @Nullable String protocol,
        @Nullable String method,
        @Nullable Integer times,
        @Nullable String last,
        @Nullable String since,
        @Nullable String until,
        @Nullable String by,
        @Nullable String rule,
        @Nullable String subject,
        @Nullable String block) {
    static CauseBody of(Cause cause, String text) {
        Optional<Block> block = cause.block();
        return new CauseBody(
                cause.kind().word(),
                text,
                cause.kind().isTotal(),
                orAbsent(cause.origin().client()),
                orAbsent(cause.origin().protocol()),
                orAbsent(cause.origin().method()),
                cause.seen().times() == 0 ? null : cause.seen().times(),
                orAbsent(cause.seen().last()),
                orAbsent(cause.period().since()),
                orAbsent(cause.period().until()),
                cause.period().by().orElse(null),
                block.map(each -> each.rule().word()).orElse(null),
                block.map(Block::subject).orElse(null),
                block.map(Block::key).orElse(null));
    }

    private static @Nullable String orAbsent(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable String orAbsent(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
