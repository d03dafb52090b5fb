// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;

/**
 * An answer to Dovecot's auth-policy client.
 *
 * @param result {@code allow}, {@code wait}, {@code block}; of a report {@code good}, {@code failed}, {@code excused}
 *     (no failure of the client), {@code rejected}; else {@code malformed}, {@code forbidden}
 * @param key the login as the client gave it
 * @param method the SASL mechanism; empty unless Dovecot is told to send it
 * @param protocol {@code imap}, {@code sieve} and the like
 * @param client address of the mail client; of a request that is none, whose it was
 * @param session Dovecot's name of the client's connection
 * @param reason why the request was refused, or Dovecot's word for why the login failed; empty otherwise
 * @param rule the rule of brute-force protection that decided; empty for none
 * @param would what a rule that is only observed would have done; empty for nothing
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
        String rule,
        String would,
        long tookNanos)
        implements Decision {
    /** About a request that was not heard. */
    public static AuthPolicyDecision refused(String result, String peer, String reason, long tookNanos) {
        return new AuthPolicyDecision(result, "", "", "", peer, "", reason, "", "", tookNanos);
    }

    @Override
    public String by() {
        return "authpolicy";
    }

    @Override
    public boolean isPlainPass() {
        return (result.equals("allow") || result.equals("good")) && would.isEmpty();
    }

    @Override
    public void appendTo(Logfmt line) {
        line.text("key", key)
                .text("method", method)
                .text("protocol", protocol)
                .text("client", client)
                .text("session", session)
                .text("reason", reason)
                .text("rule", rule)
                .text("would", would);
    }
}
