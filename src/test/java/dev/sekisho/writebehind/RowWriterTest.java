// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import jakarta.persistence.PersistenceException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowWriterTest {
    private final OperatorLog log = new OperatorLog("dev.sekisho.writebehind");
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> waiting = new ArrayList<>();
    private final WriterProgress progress =
            new WriterProgress("test", new SettableClock("2026-03-01T09:00:00Z"), waiting::size, nanos::get);
    private final List<String> written = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private boolean away;
    private int calls;
    private final RowWriter<String> writer = new RowWriter<>(progress, row -> row, this::store);

    @AfterEach
    void close() {
        log.close();
    }

    private void store(List<String> rows) {
        calls++;
        if (away) {
            throw new PersistenceException(new SQLException("gone", "08006"));
        }
        if (rows.stream().anyMatch(refused::contains)) {
            SQLException batch = new BatchUpdateException("in a batch", null, 0, new int[0], null);
            batch.setNextException(new SQLException("value too long", "22001"));
            throw new PersistenceException("cannot write", batch);
        }
        written.addAll(rows);
    }

    @Test
    void onlyRefusedRowsAreSetAsideAndEachOtherIsWrittenOnce() {
        refused.addAll(Set.of("0", "7", "8", "499"));
        List<String> rows = numbers(500);
        writer.write(rows);
        assertThat(rows).isEmpty();
        assertThat(written).hasSize(496).doesNotHaveDuplicates().doesNotContainAnyElementsOf(refused);
        assertThat(progress.setAsideRows()).isEqualTo(4);
        assertThat(calls).as("transactions").isLessThan(120);
        assertThat(log.lines()).as("once for a kind").singleElement().asString().startsWith("SKS1001W");
        assertThat(writer.wasRejected("7")).isTrue();
        assertThat(writer.wasRejected("9")).isFalse();
    }

    @Test
    void whatAnotherNodeInsertedAMomentAgoIsWrittenTheSecondTime() {
        List<String> taken = new ArrayList<>();
        RowWriter<String> racing = new RowWriter<>(progress, row -> row, rows -> {
            if (taken.isEmpty()) {
                taken.addAll(rows);
                throw new PersistenceException(new SQLException("there is one", "23505"));
            }
            written.addAll(rows);
        });
        racing.write(new ArrayList<>(List.of("a")));
        assertThat(written).containsExactly("a");
        assertThat(progress.setAsideRows()).isZero();
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsSetAsideAndTheRestStays() {
        List<String> rows = numbers(10);
        away = true;
        assertThatThrownBy(() -> writer.write(rows)).isInstanceOf(PersistenceException.class);
        assertThat(rows).hasSize(10);
        assertThat(progress.setAsideRows()).isZero();
    }

    @Test
    void aKeyInALineCannotForgeAnother() {
        String key = "x\r\n\"SKS0001E forged\u202e";
        refused.add(key);
        writer.write(new ArrayList<>(List.of(key)));
        assertThat(log.lines()).singleElement().asString().doesNotContain("\n", "\r", "\u202e");
    }

    @Test
    void aWriterWithoutProgressShowsItAndOneThatGetsOnDoesNot() {
        assertThat(progress.status().progressing()).isTrue();
        waiting.add("a");
        progress.begins();
        progress.failed();
        nanos.addAndGet(Duration.ofSeconds(29).toNanos());
        progress.begins();
        progress.failed();
        assertThat(progress.status().progressing()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(progress.status().progressing()).isFalse();
        assertThat(progress.status().waitingSeconds()).isEqualTo(31);
        assertThat(progress.status().lastSuccess()).isNull();
        progress.written();
        waiting.clear();
        assertThat(progress.status().progressing()).isTrue();
        assertThat(progress.status().lastSuccess()).isNotNull();
        assertThat(progress.status().waitingSeconds()).isZero();
    }

    @Test
    void aPassThatHangsShows() {
        waiting.add("a");
        progress.begins();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(progress.status().progressing()).isFalse();
    }

    private static List<String> numbers(int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }
}
