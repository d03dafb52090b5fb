// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;

/**
 * The answer to a login.
 *
 * @param result {@code accept}, {@code reject} or {@code tempfail}
 * @param key the canonical account, or the login in the same form if there is no account
 * @param method nginx's {@code Auth-Method}
 * @param protocol nginx's {@code Auth-Protocol}
 * @param client address of the mail client
 * @param attempt nginx's {@code Auth-Login-Attempt}; 0 if absent
 * @param host the mail host that the client is sent to; empty unless accepted
 * @param reason reason for the operator; it may contain more than the reply to the client
 * @param rule what brute-force protection had to do with it
 * @param tookNanos see {@link Decision#tookNanos()}
 */
@Immutable
public record LoginDecision(
        String result,
        String key,
        String method,
        String protocol,
        String client,
        int attempt,
        String host,
        String reason,
        AppliedRule rule,
        long tookNanos)
        implements Decision {
    /** A decision that no rule of brute-force protection affects. */
    public LoginDecision(
            String result,
            String key,
            String method,
            String protocol,
            String client,
            int attempt,
            String host,
            String reason,
            long tookNanos) {
        this(result, key, method, protocol, client, attempt, host, reason, AppliedRule.NONE, tookNanos);
    }

    @Override
    public String by() {
        return "login";
    }

    @Override
    public boolean isPlainPass() {
        return result.equals("accept") && rule.would().isEmpty();
    }

    @Override
    public void appendTo(Logfmt line) {
        line.text("key", key)
                .text("method", method)
                .text("protocol", protocol)
                .text("client", client)
                .number("attempt", attempt)
                .text("host", host)
                .text("reason", reason);
        rule.appendTo(line);
    }
}
