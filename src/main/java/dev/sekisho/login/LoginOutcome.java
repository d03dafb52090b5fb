// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Language;
import java.util.Optional;

/**
 * The outcome of a login on its way from the authenticator to the answer.
 *
 * @param result what was decided
 * @param language the language of the domain for texts; empty if the database was not read
 * @param waitSeconds {@code Auth-Wait} after a rejection, in seconds; 0 for none
 * @param rule the rule of brute-force protection that decided; empty for none
 * @param observedEffect what an observed rule would have done, {@code rule:effect}; empty for nothing
 */
@ThreadSafe
public record LoginOutcome(
        AuthResult result, Optional<Language> language, int waitSeconds, String rule, String observedEffect) {
    /** Decided without the database. */
    static LoginOutcome of(AuthResult result) {
        return of(result, Optional.empty());
    }

    static LoginOutcome of(AuthResult result, Optional<Language> language) {
        return new LoginOutcome(result, language, 0, "", "");
    }

    LoginOutcome withResult(AuthResult other) {
        return new LoginOutcome(other, language, waitSeconds, rule, observedEffect);
    }

    LoginOutcome withWait(int seconds) {
        return new LoginOutcome(result, language, seconds, rule, observedEffect);
    }

    /** With what brute-force protection decided. */
    LoginOutcome withRule(String decidedBy, String wouldHaveDone) {
        return new LoginOutcome(result, language, waitSeconds, decidedBy, wouldHaveDone);
    }
}
