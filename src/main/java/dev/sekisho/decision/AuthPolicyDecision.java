// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;

/**
 * An answer to Dovecot's auth-policy client.
 *
 * @param result {@code allow}, {@code wait}, {@code block}; for a report {@code good}, {@code failed}, {@code excused}
 *     (not counted as a failure of the client), {@code rejected}; otherwise {@code malformed}, {@code forbidden}
 * @param key the login as the client sent it
 * @param method the SASL mechanism; empty unless Dovecot is configured to send it
 * @param protocol {@code imap}, {@code sieve} and the like
 * @param client address of the mail client; for a malformed or forbidden request, the address of its sender
 * @param session Dovecot's ID of the client's connection
 * @param reason reason for which the request was rejected, or Dovecot's reason for the failed login; empty otherwise
 * @param rule what brute-force protection had to do with it
 * @param tookNanos see {@link Decision#tookNanos()}
 */
@Immutable
public record AuthPolicyDecision(
        String result,
        String key,
        String method,
        String protocol,
        String client,
        String session,
        String reason,
        AppliedRule rule,
        long tookNanos)
        implements Decision {
    /** A request that Sekisho did not process. */
    public static AuthPolicyDecision refused(String result, String peer, String reason, long tookNanos) {
        return new AuthPolicyDecision(result, "", "", "", peer, "", reason, AppliedRule.NONE, tookNanos);
    }

    @Override
    public String by() {
        return "authpolicy";
    }

    @Override
    public boolean isPlainPass() {
        return (result.equals("allow") || result.equals("good")) && rule.would().isEmpty();
    }

    @Override
    public void appendTo(Logfmt line) {
        line.text("key", key)
                .text("method", method)
                .text("protocol", protocol)
                .text("client", client)
                .text("session", session)
                .text("reason", reason);
        rule.appendTo(line);
    }
}
