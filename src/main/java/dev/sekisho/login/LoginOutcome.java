// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Verdict;
import dev.sekisho.decision.AppliedRule;
import dev.sekisho.directory.Language;
import java.time.Instant;
import java.util.Optional;

/**
 * The outcome of a login on its way from the authenticator to the answer.
 *
 * @param result what was decided
 * @param language the language of the domain for texts; empty if the database was not read
 * @param waitSeconds {@code Auth-Wait} after a rejection, in seconds; 0 for none
 * @param rule the rule of brute-force protection that decided, and what an observed one would have done
 */
@ThreadSafe
public record LoginOutcome(AuthResult result, Optional<Language> language, int waitSeconds, AppliedRule rule) {
    /** Decided without the database. */
    static LoginOutcome of(AuthResult result) {
        return of(result, Optional.empty());
    }

    static LoginOutcome of(AuthResult result, Optional<Language> language) {
        return new LoginOutcome(result, language, 0, AppliedRule.NONE);
    }

    LoginOutcome withResult(AuthResult other) {
        return new LoginOutcome(other, language, waitSeconds, rule);
    }

    LoginOutcome withWait(int seconds) {
        return new LoginOutcome(result, language, seconds, rule);
    }

    /** With what brute-force protection decided. */
    LoginOutcome withVerdict(Verdict verdict) {
        return new LoginOutcome(result, language, waitSeconds, appliedRule(verdict));
    }

    static AppliedRule appliedRule(Verdict verdict) {
        return new AppliedRule(
                verdict.rule(), verdict.until().map(Instant::toString).orElse(""), verdict.observedEffect());
    }
}
