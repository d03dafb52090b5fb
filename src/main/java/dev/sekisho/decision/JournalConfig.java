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
 * @param keeps which decisions are kept
 * @param age how long
 * @param rows how many at most
 */
@Immutable
public record JournalConfig(Keeps keeps, Duration age, int rows) {
    /** Which decisions are kept in the database. */
    public enum Keeps {
        /** Whatever is no plain pass. */
        REFUSALS,
        ALL,
        OFF
    }

    private static final Setting<Keeps> JOURNAL = Setting.choice(
            "sekisho.decision.journal",
            Keeps.REFUSALS,
            "Which decisions are kept in the database, to be explained by their reference.");
    private static final Setting<Integer> JOURNAL_DAYS = Setting.integer(
            "sekisho.decision.journal-days", 7, 1, 366, "days", "How long the journal keeps a decision.");
    private static final Setting<Integer> JOURNAL_ROWS = Setting.integer(
            "sekisho.decision.journal-rows",
            1_000_000,
            1_000,
            100_000_000,
            "decisions",
            "How many decisions the journal keeps at most, some 800 bytes each; beyond that the oldest go.");

    public static final List<Setting<?>> SETTINGS = List.of(JOURNAL, JOURNAL_DAYS, JOURNAL_ROWS);

    public static JournalConfig read(Settings settings) {
        return new JournalConfig(
                settings.get(JOURNAL), Duration.ofDays(settings.get(JOURNAL_DAYS)), settings.get(JOURNAL_ROWS));
    }
}
