// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.limit;

import java.util.Locale;
import java.util.Optional;

/** What a send limit counts. */
public enum LimitUnit {
    /** Recipients, repetitions included: one message to three costs three. */
    RECIPIENTS(0),
    /** Messages, however many recipients. */
    MESSAGES(1),
    /** Size, in kibibytes rounded up by message, so that a month of it fits an {@code int}. */
    BYTES(2),
    /**
     * Different domains of recipients: each counts once as long as it was sent to within the period. Postfix names
     * recipients at {@code RCPT}, so that has to ask too.
     */
    DOMAINS(3);

    private final int code;

    LimitUnit(int code) {
        this.code = code;
    }

    /** Number by which stored counters know the meter; it never changes. */
    public int code() {
        return code;
    }

    /** The word in the text form of a limit. */
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
