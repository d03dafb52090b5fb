// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * Configuration of the decision journal.
 *
 * @param keeps which decisions the journal keeps
 * @param age for how long
 * @param rows maximum number of decisions
 */
@Immutable
public record JournalConfig(Keeps keeps, Duration age, int rows) {
    /** Which decisions the journal keeps. */
    public enum Keeps {
        /** All decisions except plain accepts. */
        REFUSALS,
        ALL,
        OFF
    }

    private static final Setting<Keeps> JOURNAL = Setting.choice(
            "sekisho.decision.journal",
            Keeps.REFUSALS,
            "Decisions that Sekisho keeps in the database, where they can be looked up by reference.");
    private static final Setting<Integer> JOURNAL_DAYS = Setting.integer(
            "sekisho.decision.journal-days", 7, 1, 366, "days", "Time for which the journal keeps a decision.");
    private static final Setting<Integer> JOURNAL_ROWS = Setting.integer(
            "sekisho.decision.journal-rows",
            1_000_000,
            1_000,
            100_000_000,
            "decisions",
            "Maximum number of decisions in the journal, about 800 bytes each; Sekisho deletes the oldest beyond it.");

    public static final List<Setting<?>> SETTINGS = List.of(JOURNAL, JOURNAL_DAYS, JOURNAL_ROWS);

    public static JournalConfig read(Settings settings) {
        return new JournalConfig(
                settings.get(JOURNAL), Duration.ofDays(settings.get(JOURNAL_DAYS)), settings.get(JOURNAL_ROWS));
    }
}
