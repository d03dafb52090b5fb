// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.limit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A unit of time as Postfix writes it after a number: {@code s m h d w}. Source: postconf(5), "time units". */
enum TimeUnitLetter {
    S(1),
    M(60),
    H(3_600),
    D(86_400),
    W(604_800);

    static final List<TimeUnitLetter> LARGEST_FIRST = List.of(W, D, H, M, S);

    private final int seconds;

    TimeUnitLetter(int seconds) {
        this.seconds = seconds;
    }

    int seconds() {
        return seconds;
    }

    String letter() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<TimeUnitLetter> of(char letter) {
        return LARGEST_FIRST.stream()
                .filter(unit -> unit.letter().charAt(0) == letter)
                .findFirst();
    }
}
