// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.Immutable;

/**
 * What brute-force protection says to a try.
 *
 * @param effect what to do
 * @param seconds how long to wait; 0 unless the effect is a wait
 * @param rule the rule that says so; empty for none
 * @param would what a rule that is only observed would have done, {@code rule:effect}; empty for nothing
 */
@Immutable
public record Verdict(Effect effect, int seconds, String rule, String would) {
    static final Verdict PASS = new Verdict(Effect.PASS, 0, "", "");

    /** What to do with a try. */
    public enum Effect {
        PASS,
        /** Let it wait, then ask again; after a failure: how long before the next try. */
        WAIT,
        /** Refuse it as a wrong password is refused, without looking at the password. */
        BLOCK
    }
}
