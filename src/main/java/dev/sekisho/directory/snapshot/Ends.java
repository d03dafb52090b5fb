// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.ChangedRows;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * The times at which states, exemptions and temporary limits end, and their accounts.
 *
 * <p>Ends of the last day are kept, for a clock that is set back: what has ended by the old clock has not ended by the
 * new one.
 *
 * <p>For one thread at a time.
 */
final class Ends {
    private static final Duration KEPT = Duration.ofDays(1);

    /** In place of an address: an exemption, which is a rule. */
    private static final String RULES = "";

    private final TreeMap<Instant, Set<String>> subjects = new TreeMap<>();
    private Instant asOf;

    /** @param asOf the time of the first read */
    Ends(Instant asOf) {
        this.asOf = asOf;
    }

    /** Records nothing. */
    static Ends ignored() {
        return new Ends(Instant.MAX);
    }

    void account(Instant end, String address) {
        if (end.isAfter(asOf.minus(KEPT))) {
            subjects.computeIfAbsent(end, absent -> new HashSet<>(2)).add(address);
        }
    }

    void rules(Instant end) {
        account(end, RULES);
    }

    /** What ends, or has not ended after all, between the last call of {@link #passed} and {@code now}. */
    ChangedRows due(Instant now) {
        ChangedRows due = new ChangedRows();
        if (now.isBefore(asOf.minus(KEPT))) {
            return due.everything();
        }
        Instant from = now.isBefore(asOf) ? now : asOf;
        Instant to = now.isBefore(asOf) ? asOf : now;
        for (Set<String> each : subjects.subMap(from, false, to, true).values()) {
            for (String subject : each) {
                if (subject.equals(RULES)) {
                    due.rules();
                } else {
                    due.account(subject);
                }
            }
        }
        return due;
    }

    /** Records that everything is read as of {@code now}. */
    void passed(Instant now) {
        asOf = now;
        subjects.headMap(now.minus(KEPT), true).clear();
    }
}
