// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;

/**
 * An answer of the quota service.
 *
 * @param result {@code room}, {@code full}, {@code unknown} (no such mailbox at its host), {@code skip} (no mail host
 *     was queried) or {@code unavailable} (passed, because the mail host gave no usable answer)
 * @param key the mailbox, or the recipient where no mailbox was found
 * @param state Postfix's {@code protocol_state}
 * @param instance Postfix's {@code instance}, the ID of the message
 * @param client address of the SMTP client
 * @param sizeBytes the size of the request; 0 if the client declared none
 * @param host the mail host that was queried; empty if none was
 * @param reason reason, where the result alone does not tell it
 * @param tookNanos see {@link Decision#tookNanos()}
 */
@Immutable
public record QuotaDecision(
        String result,
        String key,
        String state,
        String instance,
        String client,
        long sizeBytes,
        String host,
        String reason,
        long tookNanos)
        implements Decision {
    @Override
    public String by() {
        return "quota";
    }

    @Override
    public boolean isPlainPass() {
        return result.equals("room") || result.equals("skip");
    }

    @Override
    public void appendTo(Logfmt line) {
        line.text("key", key)
                .text("state", state)
                .text("instance", instance)
                .text("client", client)
                .number("size", sizeBytes)
                .text("host", host)
                .text("reason", reason);
    }
}
