// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.limit;

import java.util.Locale;
import java.util.Optional;

/** What happens to a message for which a send limit has no room. */
public enum LimitAction {
    /** Refused for now, with the time when there is room again; not counted. */
    DEFER,
    /** Refused for good; not counted. */
    REJECT,
    /** Accepted into Postfix's hold queue, and counted. */
    HOLD,
    /** Accepted, counted and given to another transport of Postfix. */
    FILTER,
    /** Accepted and counted; only the decision line tells. */
    OBSERVE;

    /** Whether a message without room is refused, and so not counted. */
    public boolean refuses() {
        return this == DEFER || this == REJECT;
    }

    /** The word in the text form of a limit. */
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
