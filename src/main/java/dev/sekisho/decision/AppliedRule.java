// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;

/**
 * What brute-force protection had to do with a login. Empty texts are omitted in the log.
 *
 * @param rule the rule that decided; empty for none
 * @param until when its block ends, in ISO 8601; empty for none
 * @param would the effect that an observed rule would have had; empty for none
 */
@Immutable
public record AppliedRule(String rule, String until, String would) {
    /** No rule applied, and none is only observed. */
    public static final AppliedRule NONE = new AppliedRule("", "", "");

    void appendTo(Logfmt line) {
        line.text("rule", rule).text("until", until).text("would", would);
    }
}
