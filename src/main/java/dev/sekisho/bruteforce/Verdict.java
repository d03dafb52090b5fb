// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.Immutable;

/**
 * The verdict of brute-force protection on an attempt.
 *
 * @param effect what to do
 * @param seconds how long to wait; 0 unless the effect is a wait
 * @param rule the rule that decided; empty for none
 * @param observedEffect what an observed rule would have done, {@code rule:effect}; empty for nothing
 */
@Immutable
public record Verdict(Effect effect, int seconds, String rule, String observedEffect) {
    static final Verdict PASS = new Verdict(Effect.PASS, 0, "", "");

    /** What to do with an attempt. */
    public enum Effect {
        PASS,
        /** Wait, then repeat the request; after a failure: the time before the next attempt. */
        WAIT,
        /** Reject it like a wrong password, without a check of the password. */
        BLOCK
    }
}
