// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.directory.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class DecisionJournalTest {
    private static final JournalQuery ALL = new JournalQuery(null, null, null, null, null, null, null);

    private final SettableClock clock = new SettableClock("2026-03-08T00:00:00Z");
    private final OperatorLog log = new OperatorLog("dev.sekisho.decision");
    private TestDatabase database;
    private JournalStore store;
    private DecisionJournal journal;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.h2();
        store = new JournalStore(database);
        journal = journal(JournalConfig.Keeps.REFUSALS, 1_000_000);
    }

    private DecisionJournal journal(JournalConfig.Keeps keeps, int rows) {
        return new DecisionJournal(new JournalConfig(keeps, Duration.ofDays(7), rows), store, clock);
    }

    @AfterEach
    void close() throws SQLException {
        log.close();
        database.close();
    }

    @Test
    void whatIsRecordedIsExplainedByTheReferenceThatWasReturned() {
        DecisionLog log = new DecisionLog(
                new DecisionMetrics(new CountedMetrics().registry()),
                new LineWriter(new DecisionConfig("-", 1, 1, false)),
                clock,
                journal,
                new DecisionTail(),
                new RecentLogins());
        String reference = log.record(send("defer", "alice@example.org"));
        assertThat(log.record(send("dunno", "bob@example.org"))).isEmpty();
        journal.write();

        assertThat(store.page(ALL, 10)).hasSize(1);
        JournalEntry found = store.find(reference).orElseThrow();
        assertThat(found.at()).isEqualTo(Instant.parse("2026-03-08T00:00:00Z"));
        assertThat(found.attributes())
                .containsEntry("ref", reference)
                .containsEntry("key", "alice@example.org")
                .containsEntry("limit", "100/1h");
        assertThat(found.line()).startsWith("decision=defer by=sendlimit ref=").endsWith("took_us=0");
    }

    @Test
    void theSettingChoosesTheStoredDecisions() {
        Decision pass = send("dunno", "a");
        Decision refusal = send("defer", "a");
        assertThat(journal.keeps(pass)).isFalse();
        assertThat(journal.keeps(refusal)).isTrue();
        assertThat(journal(JournalConfig.Keeps.ALL, 1_000).keeps(pass)).isTrue();
        assertThat(journal(JournalConfig.Keeps.OFF, 1_000).keeps(refusal)).isFalse();
    }

    @Test
    void whileTheDatabaseIsAwayEntriesWaitAndTheExcessIsDroppedCountedAndLoggedOnce() {
        database.setAway(true);
        int dropped = 7;
        for (int i = 0; i < DecisionJournal.QUEUE_ENTRIES + DecisionJournal.BATCH_ENTRIES + dropped; i++) {
            if (i == 1_000) {
                journal.write();
                journal.write();
            }
            journal.add(entry(i));
        }
        journal.write();
        assertThat(journal.droppedEntries()).isEqualTo(dropped);
        assertThat(log.lines()).filteredOn(line -> line.startsWith("SKS0503W")).hasSize(1);
        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("SKS0505W"))
                .singleElement()
                .asString()
                .contains(" 7 decisions ");

        database.setAway(false);
        journal.write();
        clock.advance(Duration.ofSeconds(5));
        journal.write();
        assertThat(store.page(ALL, 20_000)).hasSize(DecisionJournal.QUEUE_ENTRIES + DecisionJournal.BATCH_ENTRIES);
        assertThat(log.lines()).filteredOn(line -> line.startsWith("SKS0504I")).hasSize(1);
        assertThat(journal.waitingEntries()).isZero();
    }

    @Test
    void rowsThatTheDatabaseRefusesAreGivenUpAndTheNextAreWritten() {
        for (int i = 0; i < 700; i++) {
            journal.add(
                    i == 3 || i == 444
                            ? new JournalEntry("too long for the column", clock.instant(), "quota", "full", "", "", "")
                            : entry(i));
        }
        try (OperatorLog setAside = new OperatorLog("dev.sekisho.writebehind")) {
            journal.write();
            assertThat(setAside.lines())
                    .singleElement()
                    .asString()
                    .startsWith("SKS1001W")
                    .contains("decision-journal", "too long for the column");
        }
        // The entries of the same batch are written too, each once.
        assertThat(store.page(ALL, 1_000)).hasSize(698);
        assertThat(journal.droppedEntries()).isEqualTo(2);
        assertThat(journal.progress().status().setAside()).isEqualTo(2);
        assertThat(journal.progress().status().progressing()).isTrue();
    }

    @Test
    void aWeekLaterADecisionIsForgotten() {
        for (int i = 0; i < 2_500; i++) {
            journal.add(entry(i));
        }
        clock.advance(Duration.ofDays(6));
        journal.add(entry(9_999));
        journal.write();
        journal.prune();
        assertThat(store.page(ALL, 5_000)).hasSize(2_501);

        clock.advance(Duration.ofDays(1).plusMillis(1));
        journal.prune();
        assertThat(store.page(ALL, 5_000)).hasSize(1);
    }

    @Test
    void beyondItsMostRowsTheOldestGo() {
        DecisionJournal small = journal(JournalConfig.Keeps.REFUSALS, 1_000);
        for (int i = 0; i < 4_200; i++) {
            small.add(entry(i));
        }
        small.write();
        small.prune();
        List<JournalQuery.Found> left = store.page(ALL, 5_000);
        assertThat(left).hasSize(1_000);
        assertThat(left.get(999).entry().line()).isEqualTo("n=3200");
    }

    private JournalEntry entry(int i) {
        return new JournalEntry(Reference.next(), clock.instant(), "sendlimit", "defer", "a", "192.0.2.7", "n=" + i);
    }

    private static SendDecision send(String result, String key) {
        return new SendDecision(
                result, "100/1h", key, "RCPT", "4b2.65", "192.0.2.7", 1, 100, 100, "2026-03-01T12:02:00Z", "", 0);
    }
}
