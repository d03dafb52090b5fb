// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.limit;

import java.util.Locale;
import java.util.Optional;

/** The action for a message that exceeds a send limit. */
public enum LimitAction {
    /** Rejected temporarily, with the time from which it would be accepted; not counted. */
    DEFER,
    /** Rejected permanently; not counted. */
    REJECT,
    /** Accepted into Postfix's hold queue and counted. */
    HOLD,
    /** Accepted, counted, and delivered by another transport of Postfix. */
    FILTER,
    /** Accepted and counted; only logged. */
    OBSERVE;

    /** Whether a message above the limit is rejected, and so not counted. */
    public boolean refuses() {
        return this == DEFER || this == REJECT;
    }

    /** The keyword in the text form of a limit. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LimitAction> ofWord(String word) {
        for (LimitAction action : values()) {
            if (action.word().equals(word)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
