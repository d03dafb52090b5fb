// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineWriterTest {
    @TempDir
    private Path folder;

    @Test
    void closeWritesOutWhatWasHandedOverInItsOrder() throws Exception {
        Path file = folder.resolve("made/for/it/decisions.log");
        WriterThread writer = new WriterThread(file);
        for (int i = 0; i < 3000; i++) {
            writer.lines().write("line " + i + "\n");
        }
        writer.finish();

        assertThat(Files.readString(file))
                .isEqualTo(IntStream.range(0, 3000)
                        .mapToObj(i -> "line " + i + "\n")
                        .collect(Collectors.joining()));
        assertThat(writer.lines().droppedLines()).isZero();
    }

    @Test
    void linesOfManyThreadsAreAllThereAndWhole() throws Exception {
        Path file = folder.resolve("decisions.log");
        WriterThread writer = new WriterThread(file);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            String name = "thread-" + t;
            threads.add(new Thread(
                    () -> IntStream.range(0, 500).forEach(i -> writer.lines().write(name + " " + i + "\n"))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        writer.finish();

        assertThat(Files.readAllLines(file)).hasSize(4000).doesNotHaveDuplicates();
    }

    @Test
    void aFullQueueDropsAndCountsAndDoesNotBlock() {
        LineWriter writer = new LineWriter(new DecisionConfig("-", 1, 1, false));
        for (int i = 0; i < 65_536 + 7; i++) {
            writer.write("this line is not written\n");
        }
        assertThat(writer.droppedLines()).isEqualTo(7);
    }

    @Test
    void aLineAfterCloseIsDropped() throws Exception {
        WriterThread writer = new WriterThread(folder.resolve("decisions.log"));
        writer.finish();
        writer.lines().write("late\n");
        assertThat(writer.lines().droppedLines()).isEqualTo(1);
    }

    @Test
    void anUnwritableFileIsLoggedOnceAndTheLinesGoToTheServerLog() throws Exception {
        Path blocked = Files.createFile(folder.resolve("a-file"));
        try (OperatorLog operator = new OperatorLog("dev.sekisho.decision");
                OperatorLog server = new OperatorLog("dev.sekisho.decisions");
                Sink sink = new Sink(
                        new DecisionConfig(blocked.resolve("decisions.log").toString(), 1, 2, false))) {
            sink.publish("one\ntwo\n");
            sink.publish("three\n");
            assertThat(server.lines()).containsExactly("one", "two", "three");
            assertThat(operator.lines()).singleElement().asString().startsWith("SKS0501W ");

            Files.delete(blocked);
            sink.publish("four\n");
            assertThat(server.lines()).hasSize(3);
            assertThat(blocked.resolve("decisions.log")).hasContent("four\n");
        }
    }

    @Test
    void aDirectoryInPlaceOfTheFileLosesNoLineAndItsEndIsLoggedAfterAMinute() throws Exception {
        Path file = folder.resolve("decisions.log");
        AtomicLong nanos = new AtomicLong();
        try (OperatorLog operator = new OperatorLog("dev.sekisho.decision");
                OperatorLog server = new OperatorLog("dev.sekisho.decisions");
                Sink sink = new Sink(new DecisionConfig(file.toString(), 1, 2, false), nanos::get)) {
            sink.publish("one\n");
            Files.move(file, folder.resolve("decisions.log.1"));
            Files.createDirectory(file);
            sink.publish("two\n");
            sink.publish("three\nfour\n");
            assertThat(server.lines()).containsExactly("two", "three", "four");
            assertThat(sink.divertedLines()).isEqualTo(3);
            assertThat(operator.lines()).singleElement().asString().startsWith("SKS0501W ");

            Files.delete(file);
            sink.publish("five\n");
            assertThat(file).hasContent("five\n");
            nanos.addAndGet(Duration.ofSeconds(59).toNanos());
            sink.publish("six\n");
            assertThat(operator.lines()).hasSize(1);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            sink.idle();
            sink.idle();
            assertThat(operator.lines()).hasSize(2);
            assertThat(operator.lines().get(1)).startsWith("SKS0508I ").contains(" 3 lines ");
        }
        assertThat(folder.resolve("decisions.log.1")).hasContent("one\n");
        assertThat(file).hasContent("five\nsix\n");
    }

    @Test
    void aHyphenMeansTheServersLog() {
        try (OperatorLog server = new OperatorLog("dev.sekisho.decisions");
                Sink sink = new Sink(new DecisionConfig("-", 1, 2, false))) {
            sink.publish("one\n");
            assertThat(server.lines()).containsExactly("one");
        }
    }

    @Test
    void asJsonEachLineIsAnObjectOfTheSameKeysForAnyInput() throws Exception {
        Path file = folder.resolve("decisions.log");
        String hostile = "a\"b\\\n\u2028\ud83d\udce8{}=,\ud800";
        StringBuilder line = new StringBuilder("2026-11-24T07:39:13.112Z");
        new Logfmt(line)
                .text("decision", "reject")
                .text("key", hostile)
                .text("client", "192.0.2.7")
                .text("instance", "12")
                .text("reason", "x".repeat(300))
                .number("took_us", 753);
        try (Sink sink = new Sink(new DecisionConfig(file.toString(), 1, 2, true))) {
            sink.publish(line + "\n" + line + "\n");
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        for (String written : lines) {
            try (JsonReader reader = Json.createReader(new StringReader(written))) {
                JsonObject object = reader.readObject();
                assertThat(object.keySet())
                        .containsExactly("type", "time", "decision", "key", "client", "instance", "reason", "took_us");
                assertThat(object.getString("time")).isEqualTo("2026-11-24T07:39:13.112Z");
                assertThat(object.getString("key")).isEqualTo(hostile);
                assertThat(object.getString("instance")).isEqualTo("12");
                assertThat(object.getString("reason")).hasSize(201);
                assertThat(object.getInt("took_us")).isEqualTo(753);
            }
        }
    }
}
