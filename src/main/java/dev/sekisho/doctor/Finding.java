// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.Immutable;

/**
 * One mistake.
 *
 * @param rule name of the rule that found it
 * @param place where it was found
 * @param what the mistake and its consequence
 * @param change the corrected lines
 */
@Immutable
public record Finding(Severity severity, String rule, Place place, String what, String change) {
    static Finding error(String rule, Place place, String what, String change) {
        return new Finding(Severity.ERROR, rule, place, what, change);
    }

    static Finding warning(String rule, Place place, String what, String change) {
        return new Finding(Severity.WARNING, rule, place, what, change);
    }
}
