// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.limit;

import java.util.Locale;
import java.util.Optional;

/**
 * What a send limit counts. Each unit must be derivable from Postfix's policy request: recipients, size, or domain of a
 * recipient.
 */
public enum LimitUnit {
    /** Recipients, including duplicates: a message to three recipients counts three. */
    RECIPIENTS(0),
    /** Messages, independent of their recipients. */
    MESSAGES(1),
    /** Size in kibibytes, rounded up for each message, so that a month fits an {@code int}. */
    BYTES(2),
    /**
     * Distinct domains of recipients: each counts once within the period. Postfix must also send requests at
     * {@code RCPT}, because only these have the recipient.
     */
    DOMAINS(3);

    private final int code;

    LimitUnit(int code) {
        this.code = code;
    }

    /** The unit's number in stored counters. It never changes and equals the ordinal: append new units at the end. */
    public int code() {
        return code;
    }

    /** The keyword in the text form of a limit. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LimitUnit> ofWord(String word) {
        for (LimitUnit unit : values()) {
            if (unit.word().equals(word)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }
}
