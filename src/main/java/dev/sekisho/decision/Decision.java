// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;

/**
 * The answer of one service to one request, with its reason.
 *
 * <p>Texts are as received from the network; the log escapes them. An empty text means "unknown" and is omitted.
 */
@Immutable
public sealed interface Decision permits AuthPolicyDecision, LoginDecision, QuotaDecision, SendDecision {
    /** The service: {@code login}, {@code authpolicy}, {@code sendlimit} or {@code quota}. */
    String by();

    /** The result in one word of a small fixed set; it labels the service's request counter. */
    String result();

    /** The account or mailbox that the decision is about. */
    String key();

    /** Address of the mail client or SMTP client; empty for none. */
    String client();

    /** Whether the request was simply accepted: such decisions get no reference of their own. */
    boolean isPlainPass();

    /** Time from the complete request to the answer, in nanoseconds. */
    long tookNanos();

    /** Writes the pairs between {@code by} and {@code took_us} in their fixed order. */
    void appendTo(Logfmt line);
}
