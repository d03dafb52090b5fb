// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import java.util.Optional;

/**
 * The verdict of brute-force protection on an attempt.
 *
 * @param effect what to do
 * @param seconds how long to wait; 0 unless the effect is a wait
 * @param rule the rule that decided; empty for none
 * @param until when the block ends by which the rule decided; empty without one
 * @param observedEffect what an observed rule would have done, {@code rule:effect}; empty for nothing
 */
@Immutable
public record Verdict(Effect effect, int seconds, String rule, Optional<Instant> until, String observedEffect) {
    static final Verdict PASS = observed("");

    /** Passes, with what an observed rule would have done. */
    public static Verdict observed(String observedEffect) {
        return waiting(0, observedEffect);
    }

    /** The wait after a failure; passes if it is 0. */
    static Verdict waiting(int seconds, String observedEffect) {
        return new Verdict(seconds > 0 ? Effect.WAIT : Effect.PASS, seconds, "", Optional.empty(), observedEffect);
    }

    /** What to do with an attempt. */
    public enum Effect {
        PASS,
        /** Wait, then repeat the request; after a failure: the time before the next attempt. */
        WAIT,
        /** Reject it like a wrong password, without a check of the password. */
        BLOCK
    }
}
