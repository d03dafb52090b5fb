// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.TestDatabase;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.TestAttempt;
import dev.sekisho.sendlimit.TestDirectory;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CounterWriterTest {
    private final CacheFactory caches = TestCaches.open();
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final TestStore store = new TestStore();
    private final SendCounters counters = new SendCounters(caches, directory, clock, event -> {});
    private final CounterWriter writer = new CounterWriter(counters, store, clock, Duration.ZERO);
    private final OperatorLog log = new OperatorLog("dev.sekisho.sendlimit");
    private long messages;

    @AfterEach
    void close() {
        log.close();
        caches.close();
    }

    @Test
    void whatIsWrittenIsThereAfterARestart() {
        writer.load();
        count("alice@example.org", 3);
        count("alice@example.org", 4);
        writer.write();
        assertThat(counters.unwritten()).isZero();

        try (CacheFactory later = TestCaches.open()) {
            SendCounters restarted = new SendCounters(later, directory, clock, event -> {});
            new CounterWriter(restarted, store, clock).load();
            assertThat(restarted.usage("alice@example.org").get(0).used()).isEqualTo(7);
        }
    }

    @Test
    void nothingIsWrittenBeforeTheCountersAreBack() {
        store.rows.put("alice@example.org", "3600:14726880:50");
        count("alice@example.org", 1);
        writer.write();
        assertThat(store.rows).containsEntry("alice@example.org", "3600:14726880:50");
        assertThat(counters.unwritten()).isEqualTo(1);
    }

    @Test
    void aResetEmptiesTheRow() {
        writer.load();
        count("alice@example.org", 3);
        writer.write();
        counters.reset("alice@example.org");
        writer.write();
        assertThat(store.rows).containsEntry("alice@example.org", "");

        try (CacheFactory later = TestCaches.open()) {
            SendCounters restarted = new SendCounters(later, directory, clock, event -> {});
            new CounterWriter(restarted, store, clock).load();
            assertThat(restarted.usage("alice@example.org").get(0).used()).isZero();
        }
    }

    @Test
    void aNewerRowOfAnotherNodeStays() {
        writer.load();
        count("alice@example.org", 3);
        store.rows.put("alice@example.org", "newer");
        store.revisions.put("alice@example.org", Long.MAX_VALUE);
        writer.write();
        assertThat(store.rows).containsEntry("alice@example.org", "newer");
        assertThat(counters.unwritten()).isZero();
    }

    @Test
    void aChangeIsInTheJournalAtOnceAndInItsRowLater() throws IOException {
        CounterWriter lagging = new CounterWriter(counters, store, clock);
        lagging.load();
        count("alice@example.org", 3);
        count("bob@example.org", 1);
        lagging.write();
        assertThat(counters.unwritten()).isZero();
        assertThat(store.rows).isEmpty();
        assertThat(store.journaled()).containsExactly("alice@example.org", "bob@example.org");
        assertThat(lagging.laggingRows()).isEqualTo(2);
        assertThat(usageAfterRestart("alice@example.org")).isEqualTo(3);
    }

    @Test
    void recordsAreDeletedWhenTheirRowsAreWritten() {
        writer.load();
        count("alice@example.org", 3);
        writer.write();
        count("alice@example.org", 4);
        writer.write();
        assertThat(store.journal).isEmpty();
        assertThat(writer.laggingRows()).isZero();
        assertThat(usageAfterRestart("alice@example.org")).isEqualTo(7);
    }

    @Test
    void theHighestRevisionOfRowAndJournalCounts() throws IOException {
        CounterWriter lagging = new CounterWriter(counters, store, clock);
        lagging.load();
        count("alice@example.org", 3);
        lagging.write();
        // The row of before the reset, then the reset in the journal, then an older record that comes last.
        store.write(counters.values(List.of("alice@example.org")), now());
        StoredRecord older = store.journal.get(0);
        counters.reset("alice@example.org");
        count("alice@example.org", 1);
        lagging.write();
        store.journal.add(older);
        assertThat(store.journal).hasSize(3);
        assertThat(usageAfterRestart("alice@example.org")).isEqualTo(1);
        store.journal.clear();
        assertThat(usageAfterRestart("alice@example.org")).isEqualTo(3);
    }

    @Test
    void whatAKilledNodeLeftInTheJournalIsWrittenToItsRowsAfterAnHour() {
        CounterWriter killed = new CounterWriter(counters, store, clock);
        killed.load();
        count("alice@example.org", 3);
        killed.write();
        count("alice@example.org", 4);
        killed.write();
        assertThat(store.journal).hasSize(2);

        try (CacheFactory later = TestCaches.open()) {
            CounterWriter next =
                    new CounterWriter(new SendCounters(later, directory, clock, event -> {}), store, clock);
            next.load();
            clock.advance(CounterWriter.ABANDONED);
            next.takeAbandoned();
            assertThat(store.journal).as("an hour old, not older").hasSize(2);
            clock.advance(Duration.ofSeconds(1));
            next.takeAbandoned();
            assertThat(store.journal).isEmpty();
            assertThat(store.rows.getOrDefault("alice@example.org", ""))
                    .startsWith("3600:")
                    .endsWith(":7");
        }
    }

    @Test
    void aDamagedRecordIsLoggedAndTheOthersAreRead() throws IOException {
        CounterWriter lagging = new CounterWriter(counters, store, clock);
        lagging.load();
        count("alice@example.org", 3);
        lagging.write();
        store.journal.add(0, new StoredRecord("node", 7, new byte[] {9, 1, 2}));
        store.journal.add(1, new StoredRecord("node", 8, new byte[] {}));
        assertThat(usageAfterRestart("alice@example.org")).isEqualTo(3);
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0))
                .startsWith("SKS0310W ")
                .contains("record 7 of node \"node\"", "unknown format 9");
    }

    @Test
    void manyChangesAreSplitIntoRecordsThatFitTheirColumn() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                CacheFactory own = TestCaches.open()) {
            JdbcCounterStore real = new JdbcCounterStore(database);
            SendCounters many = new SendCounters(own, directory, clock, event -> {});
            CounterWriter itsWriter = new CounterWriter(many, real, clock);
            itsWriter.load();
            String longName = "x".repeat(200);
            for (int i = 0; i < 7_000; i++) {
                Sender sender = directory.put(longName + i + "@example.org", "100/1h,1000/1d,5000/7d");
                TestAttempt.count(many, sender, 1, 0, messages++);
            }
            itsWriter.write();
            assertThat(many.unwritten()).isZero();
            List<StoredRecord> records = new ArrayList<>();
            real.readJournal(records::add);
            assertThat(records)
                    .hasSizeGreaterThan(2)
                    .extracting(StoredRecord::record)
                    .doesNotHaveDuplicates();
            try (CacheFactory later = TestCaches.open()) {
                SendCounters restarted = new SendCounters(later, directory, clock, event -> {});
                new CounterWriter(restarted, real, clock).load();
                for (int i = 0; i < 7_000; i += 500) {
                    assertThat(restarted
                                    .usage(longName + i + "@example.org")
                                    .get(2)
                                    .used())
                            .isEqualTo(1);
                }
            }
        }
    }

    private long usageAfterRestart(String account) {
        try (CacheFactory later = TestCaches.open()) {
            SendCounters restarted = new SendCounters(later, directory, clock, event -> {});
            new CounterWriter(restarted, store, clock).load();
            return restarted.usage(account).get(0).used();
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }

    @Test
    void whatADeadNodeCountedAndDidNotWriteIsWrittenByThisOne() {
        writer.load();
        count("alice@example.org", 3);
        assertThat(counters.takeDirty(10)).hasSize(1); // as if another node had counted it, and died
        writer.write();
        assertThat(store.rows).isEmpty();
        writer.memberLeft();
        writer.write();
        assertThat(store.rows).containsKey("alice@example.org");
        store.rows.clear();
        writer.write();
        assertThat(store.rows).as("once").isEmpty();
    }

    @Test
    void whatWasLostIsReadAgainAndKeepsWhatWasCountedSince() {
        writer.load();
        count("alice@example.org", 3);
        writer.write();
        try (CacheFactory later = TestCaches.open()) {
            SendCounters half = new SendCounters(later, directory, clock, event -> {});
            CounterWriter survivor = new CounterWriter(half, store, clock);
            store.away = true;
            half.restored();
            Sender sender = directory.put("bob@example.org", "100/1h");
            TestAttempt.count(half, sender, 2, 0, 77);
            survivor.entriesLost();
            survivor.write();
            assertThat(half.usage("alice@example.org").get(0).used()).isZero();
            store.away = false;
            survivor.write();
            assertThat(half.usage("alice@example.org").get(0).used()).isEqualTo(3);
            assertThat(half.usage("bob@example.org").get(0).used()).isEqualTo(2);
        }
    }

    @Test
    void aBacklogIsWrittenInBatches() {
        writer.load();
        for (int i = 0; i < 1234; i++) {
            count("user" + i + "@example.org", 1);
        }
        writer.write();
        assertThat(store.rows).hasSize(1234);
        assertThat(store.largestBatch).isEqualTo(500);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsLostAndThatIsLoggedOnce() {
        writer.load();
        store.away = true;
        count("alice@example.org", 1);
        writer.write();
        count("bob@example.org", 2);
        writer.write();
        assertThat(counters.unwritten()).isEqualTo(2);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("SKS0301W ")
                .contains("the database is away");

        store.away = false;
        writer.write();
        assertThat(store.rows).containsOnlyKeys("alice@example.org", "bob@example.org");
        assertThat(counters.unwritten()).isZero();
        assertThat(log.lines()).as("not yet: it may fail again").hasSize(1);
        clock.advance(Duration.ofSeconds(5));
        writer.write();
        assertThat(log.lines()).hasSize(2).last().asString().startsWith("SKS0302I ");
    }

    @Test
    void loadingFromADatabaseThatIsAwayLeavesTheCountersUnloaded() {
        store.away = true;
        assertThatThrownBy(writer::load).isInstanceOf(PersistenceException.class);
        assertThat(counters.isLoaded()).isFalse();
    }

    @Test
    void anUnreadableRowIsLoggedAndAffectsNoOtherCounter() {
        directory.put("bob@example.org", "100/1h");
        store.rows.put("alice@example.org", "nonsense");
        store.rows.put("bob@example.org", "3600:" + clock.millis() / 1000 / 120 + ":5");
        writer.load();
        assertThat(counters.isLoaded()).isTrue();
        assertThat(counters.usage("bob@example.org").get(0).used()).isEqualTo(5);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("SKS0304W ")
                .contains("\"alice@example.org\"", "\"nonsense\"");
    }

    @Test
    void oldRowsAreForgottenOnceAnHour() {
        writer.load();
        writer.write();
        writer.write();
        assertThat(store.forgotten).containsExactly(OffsetDateTime.parse("2026-01-29T09:00:00Z"));
        clock.advance(Duration.ofHours(1));
        writer.write();
        assertThat(store.forgotten).hasSize(2);
    }

    @Test
    void aRowThatTheDatabaseRefusesStopsNoOtherAndIsNotHandedOn() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                CacheFactory own = TestCaches.open();
                OperatorLog setAside = new OperatorLog("dev.sekisho.writebehind")) {
            JdbcCounterStore real = new JdbcCounterStore(database);
            SendCounters poisoned = new SendCounters(own, directory, clock, event -> {});
            CounterWriter itsWriter = new CounterWriter(poisoned, real, clock, Duration.ZERO);
            itsWriter.load();
            // A check of the database, as an operator may add: no bound at the entrance matches it.
            database.execute(
                    "ALTER TABLE send_counter ADD CONSTRAINT it_poison CHECK (account <> 'poison@example.org')");
            for (String account : List.of("alice@example.org", "poison@example.org", "zoe@example.org")) {
                TestAttempt.count(poisoned, directory.put(account, "100/1h"), 1, 0, messages++);
            }
            itsWriter.write();
            assertThat(poisoned.unwritten()).isZero();
            assertThat(accounts(real)).containsExactlyInAnyOrder("alice@example.org", "zoe@example.org");
            assertThat(setAside.lines())
                    .singleElement()
                    .asString()
                    .startsWith("SKS1001W")
                    .contains("send-counters", "\"poison@example.org\"");
            assertThat(itsWriter.progress().status().setAside()).isEqualTo(1);

            // Marked again because a node left, its row is not tried again, and the limit still counts.
            itsWriter.memberLeft();
            real.batches = 0;
            itsWriter.write();
            assertThat(real.batches).as("the journal and one batch of rows").isEqualTo(2);
            assertThat(poisoned.unwritten()).isZero();
            assertThat(itsWriter.progress().status().setAside()).isEqualTo(1);
            assertThat(poisoned.usage("poison@example.org").get(0).used()).isEqualTo(1);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aRowOfTheDatabaseThatIsNewerStays() throws Exception {
        try (TestDatabase database = TestDatabase.h2()) {
            JdbcCounterStore real = new JdbcCounterStore(database);
            OffsetDateTime now = OffsetDateTime.parse("2026-03-01T09:00:00Z");
            CounterState newer = CounterState.parse("3600:14726880:2", 200);
            CounterState older = CounterState.parse("3600:14726880:1", 100);
            real.write(Map.of("alice@example.org", newer), now);
            real.write(Map.of("alice@example.org", older, "bob@example.org", older), now);
            Map<String, String> rows = new HashMap<>();
            real.read(now, row -> rows.put(row.account(), row.windows()));
            assertThat(rows)
                    .containsOnly(
                            Map.entry("alice@example.org", newer.text()), Map.entry("bob@example.org", older.text()));
        }
    }

    @Test
    void theProgressOfTheWriterIsReported() {
        writer.load();
        writer.write();
        assertThat(writer.progress().status().lastSuccess())
                .as("nothing to write")
                .isEqualTo(clock.instant());
        clock.advance(Duration.ofMinutes(1));
        store.away = true;
        count("alice@example.org", 1);
        writer.write();
        assertThat(writer.progress().status().waiting()).isEqualTo(1);
        assertThat(writer.progress().status().lastSuccess()).isBefore(clock.instant());
        store.away = false;
        writer.write();
        assertThat(writer.progress().status().lastSuccess()).isEqualTo(clock.instant());
    }

    private static List<String> accounts(JdbcCounterStore store) {
        List<String> accounts = new ArrayList<>();
        store.read(OffsetDateTime.parse("2020-01-01T00:00:00Z"), row -> accounts.add(row.account()));
        return accounts;
    }

    @Test
    void aResetOfALoginWithoutACounterMakesNone() {
        writer.load();
        counters.reset("unknown@example.org");
        counters.resetPool("nowhere.example");
        assertThat(counters.unwritten()).isZero();
        writer.write();
        assertThat(store.rows).isEmpty();
    }

    @Test
    void anEmptyCounterOfALoginWithoutAnAccountGoesWithItsRow() {
        writer.load();
        Sender unowned = new Sender("made-up", false, true, SendLimits.parse("100/1h"));
        assertThat(counters.admits(unowned)).isTrue();
        TestAttempt.count(counters, unowned, 1, 0, messages++);
        writer.write();
        assertThat(store.rows).containsKey("made-up");
        assertThat(counters.forgetEmpty("made-up")).isFalse();
        clock.advance(Duration.ofHours(2));
        assertThat(counters.forgetEmpty("made-up")).isTrue();
        assertThat(counters.values(List.of("made-up"))).isEmpty();
    }

    private void count(String account, int cost) {
        Sender sender = directory.put(account, "100/1h");
        messages++;
        TestAttempt.count(counters, sender, cost, 0, messages);
    }
}
