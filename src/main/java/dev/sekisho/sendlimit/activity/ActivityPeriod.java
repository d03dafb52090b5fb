// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.activity;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The time up to now that a list of senders is about. */
public enum ActivityPeriod {
    TEN_MINUTES("10m", Duration.ofMinutes(1), 10),
    HOUR("1h", Duration.ofMinutes(5), 12),
    DAY("1d", Duration.ofMinutes(30), 48);

    private final String word;
    private final Duration step;
    private final int steps;

    ActivityPeriod(String word, Duration step, int steps) {
        this.word = word;
        this.step = step;
        this.steps = steps;
    }

    /** The period as API, console and command line name it. */
    public String word() {
        return word;
    }

    /** The period with this {@link #word}. */
    public static Optional<ActivityPeriod> ofWord(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    int stepSeconds() {
        return (int) step.toSeconds();
    }

    int steps() {
        return steps;
    }

    /** The first second of the period that ends at {@code nowSeconds}, a whole step. */
    long beginSeconds(long nowSeconds) {
        return (nowSeconds / stepSeconds() - steps) * stepSeconds();
    }
}
