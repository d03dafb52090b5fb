// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.account.Sender;
import dev.sekisho.cluster.Caches;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CounterWriterTest {
    private final Caches caches = TestCaches.open();
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final TestStore store = new TestStore();
    private final SendCounters counters = new SendCounters(caches, directory, clock, event -> {});
    private final CounterWriter writer = new CounterWriter(counters, store, clock);
    private final OperatorLog log = new OperatorLog("dev.sekisho.ratelimit");
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

        try (Caches later = TestCaches.open()) {
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

        try (Caches later = TestCaches.open()) {
            SendCounters restarted = new SendCounters(later, directory, clock, event -> {});
            new CounterWriter(restarted, store, clock).load();
            assertThat(restarted.usage("alice@example.org").get(0).used()).isZero();
        }
    }

    @Test
    void aRowThatAnotherNodeHasWrittenSinceIsLeftAndWrittenWithTheNextPass() {
        writer.load();
        count("alice@example.org", 3);
        store.rows.put("alice@example.org", "newer");
        store.revisions.put("alice@example.org", Long.MAX_VALUE);
        writer.write();
        assertThat(store.rows).containsEntry("alice@example.org", "newer");
        assertThat(counters.unwritten()).isEqualTo(1);
        store.revisions.put("alice@example.org", 1L);
        writer.write();
        assertThat(store.rows.get("alice@example.org")).startsWith("3600:").endsWith(":3");
        assertThat(counters.unwritten()).isZero();
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
    }

    @Test
    void whatWasLostIsReadAgainAndKeepsWhatWasCountedSince() {
        writer.load();
        count("alice@example.org", 3);
        writer.write();
        try (Caches later = TestCaches.open()) {
            SendCounters half = new SendCounters(later, directory, clock, event -> {});
            CounterWriter survivor = new CounterWriter(half, store, clock);
            store.away = true;
            half.restored();
            Sender sender = directory.put("bob@example.org", "100/1h");
            TestAsked.count(half, sender, 2, 0, 77);
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
    void whileTheDatabaseIsAwayNothingIsLostAndItIsToldOnce() {
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
        assertThat(log.lines()).hasSize(2).last().asString().startsWith("SKS0302I ");
    }

    @Test
    void loadingFromADatabaseThatIsAwayLeavesTheCountersUnloaded() {
        store.away = true;
        assertThatThrownBy(writer::load).isInstanceOf(PersistenceException.class);
        assertThat(counters.isLoaded()).isFalse();
    }

    @Test
    void anUnreadableRowIsToldAndCostsNobodyElseItsCounts() {
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

    private void count(String account, int cost) {
        Sender sender = directory.put(account, "100/1h");
        messages++;
        TestAsked.count(counters, sender, cost, 0, messages);
    }
}
