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

    /** The keys of stored counters have four bits for the code. */
    static final int MAX_CODE = 15;

    private static final LimitUnit[] UNITS = values();

    private final int code;

    LimitUnit(int code) {
        this.code = code;
    }

    /**
     * The unit's number in stored counters, from 0 to {@value #MAX_CODE}. It never changes, and no later unit takes the
     * number of a removed one.
     */
    public int code() {
        return code;
    }

    /** The unit with a number; empty for a number that this version does not know. */
    public static Optional<LimitUnit> ofCode(int code) {
        for (LimitUnit unit : UNITS) {
            if (unit.code == code) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /** The keyword in the text form of a limit. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LimitUnit> ofWord(String word) {
        for (LimitUnit unit : UNITS) {
            if (unit.word().equals(word)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }
}
