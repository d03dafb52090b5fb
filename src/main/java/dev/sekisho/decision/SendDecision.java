// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;

/**
 * An answer of the send-limit service.
 *
 * @param result {@code dunno}, {@code defer}, {@code reject}, {@code hold}, {@code observe} (an observed limit is
 *     exceeded), {@code send-blocked}, {@code repeat} (a repeated request) or {@code unavailable} (passed, because
 *     Sekisho could not count)
 * @param limit the limit that decided or is nearest to exhaustion, as {@code 100/1h}; empty if none
 * @param key the canonical account; empty without a login
 * @param state Postfix's {@code protocol_state}
 * @param instance Postfix's {@code instance}, the ID of the message
 * @param client address of the SMTP client
 * @param cost recipients of this request
 * @param used recipients used in that limit's period, after this decision; -1 if no limit applies
 * @param of recipients that the limit permits; ignored if {@code used} is -1
 * @param release time at which the limit permits the message, as in the reply to the sender; empty unless a limit
 *     refused
 * @param reason reason, where the result alone does not tell it
 * @param tookNanos see {@link Decision#tookNanos()}
 */
@Immutable
public record SendDecision(
        String result,
        String limit,
        String key,
        String state,
        String instance,
        String client,
        int cost,
        long used,
        long of,
        String release,
        String reason,
        long tookNanos)
        implements Decision {
    @Override
    public String by() {
        return "sendlimit";
    }

    @Override
    public boolean isPlainPass() {
        return result.equals("dunno") || result.equals("repeat");
    }

    @Override
    public void appendTo(Logfmt line) {
        line.text("limit", limit)
                .text("key", key)
                .text("state", state)
                .text("instance", instance)
                .text("client", client)
                .number("cost", cost);
        if (used >= 0) {
            line.number("used", used).number("of", of);
        }
        line.text("release", release).text("reason", reason);
    }
}
