// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;

/**
 * What one service answered to one question, and why.
 *
 * <p>Texts are as they came from the wire (the log escapes them); an empty text means "not known" and is left out.
 */
@Immutable
public sealed interface Decision permits AuthPolicyDecision, LoginDecision, QuotaDecision, SendDecision {
    /** The service, in its component's word: {@code login}, {@code authpolicy}, {@code sendlimit}, {@code quota}. */
    String by();

    /** The result in one word of a small fixed set; it labels the service's request counter. */
    String result();

    /** The account or mailbox that the decision is about. */
    String key();

    /** Address of the mail client, or of the SMTP client; empty for none. */
    String client();

    /** Whether nobody was refused anything and nothing was amiss: such decisions get no reference of their own. */
    boolean isPlainPass();

    /** Time from the whole question to the answer, in nanoseconds. */
    long tookNanos();

    /** Writes the pairs between {@code by} and {@code took_us} in their fixed order. */
    void appendTo(Logfmt line);
}
