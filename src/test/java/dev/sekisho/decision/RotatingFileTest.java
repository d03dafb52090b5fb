// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sekisho.OperatorLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    @TempDir
    private Path folder;

    private Path path = Path.of("");

    @BeforeEach
    void name() {
        path = folder.resolve("decisions.log");
    }

    @Test
    void theSizeIsReachedButNotPassed() throws Exception {
        try (RotatingFile file = new RotatingFile(path, 10, 3)) {
            append(file, "12345");
            append(file, "67890");
            assertThat(folder).isDirectoryNotContaining("glob:**.1");
            append(file, "x");
        }
        assertThat(path).hasContent("x");
        assertThat(numbered(1)).hasContent("1234567890");
    }

    @Test
    void theOldestIsGivenUp() throws Exception {
        try (RotatingFile file = new RotatingFile(path, 1, 3)) {
            for (String each : new String[] {"1", "2", "3", "4", "5"}) {
                append(file, each);
            }
        }
        assertThat(path).hasContent("5");
        assertThat(numbered(1)).hasContent("4");
        assertThat(numbered(2)).hasContent("3");
        assertThat(numbered(3)).doesNotExist();
    }

    @Test
    void aSingleFileIsTruncatedInsteadOfRotated() throws Exception {
        try (RotatingFile file = new RotatingFile(path, 1, 1)) {
            append(file, "1");
            append(file, "2");
        }
        assertThat(path).hasContent("2");
        assertThat(numbered(1)).doesNotExist();
    }

    @Test
    void aBatchLargerThanTheSizeIsWrittenWhole() throws Exception {
        try (RotatingFile file = new RotatingFile(path, 4, 2)) {
            append(file, "1234567890");
            append(file, "x");
        }
        assertThat(numbered(1)).hasContent("1234567890");
        assertThat(path).hasContent("x");
    }

    @Test
    void anExistingFileIsContinued() throws Exception {
        Files.writeString(path, "before ");
        try (RotatingFile file = new RotatingFile(path, 100, 2)) {
            append(file, "after");
        }
        assertThat(path).hasContent("before after");
    }

    @Test
    void aFileThatWasMovedAwayIsCreatedAgain() throws Exception {
        Path moved = folder.resolve("decisions.log-20260301");
        try (RotatingFile file = new RotatingFile(path, 100, 2)) {
            append(file, "one");
            Files.move(path, moved);
            append(file, "two");
        }
        assertThat(moved).hasContent("one");
        assertThat(path).hasContent("two");
    }

    @Test
    void aFileThatWasMovedAwayAndMadeByAnotherIsLeftAtOnce() throws Exception {
        Path moved = folder.resolve("decisions.log-20260301");
        try (RotatingFile file = new RotatingFile(path, 100, 2)) {
            append(file, "one");
            Files.move(path, moved);
            Files.createFile(path);
            append(file, "two");
        }
        assertThat(moved).hasContent("one");
        assertThat(path).hasContent("two");
    }

    @Test
    void aFileThatIsDeletedAndMadeWhileNothingIsWrittenIsLetGo() throws Exception {
        try (RotatingFile file = new RotatingFile(path, 100, 2)) {
            append(file, "one");
            Files.delete(path);
            assertThat(deletedFilesHeld()).isEqualTo(1);
            file.releaseMoved();
            assertThat(deletedFilesHeld()).isZero();
            append(file, "two");
        }
        assertThat(path).hasContent("two");
    }

    @Test
    void aFileThatWasCopiedAndTruncatedIsWrittenFromItsBegin() throws Exception {
        Path copy = folder.resolve("decisions.log-20260301");
        try (RotatingFile file = new RotatingFile(path, 100, 2)) {
            append(file, "one");
            Files.copy(path, copy);
            Files.newByteChannel(path, StandardOpenOption.WRITE).truncate(0).close();
            append(file, "two");
        }
        assertThat(copy).hasContent("one");
        assertThat(path).hasContent("two");
    }

    @Test
    void aFolderThatWasMovedAwayIsMadeAgain() throws Exception {
        Path logs = folder.resolve("logs");
        try (RotatingFile file = new RotatingFile(logs.resolve("decisions.log"), 100, 2)) {
            append(file, "one");
            Files.move(logs, folder.resolve("old"));
            append(file, "two");
        }
        assertThat(folder.resolve("old/decisions.log")).hasContent("one");
        assertThat(logs.resolve("decisions.log")).hasContent("two");
    }

    @Test
    void aDirectoryInItsPlaceFailsUntilItIsGone() throws Exception {
        try (RotatingFile file = new RotatingFile(path, 100, 2)) {
            append(file, "one");
            Files.move(path, numbered(1));
            Files.createDirectory(path);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> append(file, "two"));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> append(file, "two"));
            Files.delete(path);
            append(file, "three");
        }
        assertThat(numbered(1)).hasContent("one");
        assertThat(path).hasContent("three");
    }

    @Test
    void aLinkThatIsPointedElsewhereIsFollowed() throws Exception {
        Path one = folder.resolve("one.log");
        Path two = folder.resolve("two.log");
        Files.createSymbolicLink(path, one);
        try (RotatingFile file = new RotatingFile(path, 100, 2)) {
            append(file, "one");
            Files.delete(path);
            Files.createSymbolicLink(path, two);
            append(file, "two");
        }
        assertThat(one).hasContent("one");
        assertThat(two).hasContent("two");
    }

    @Test
    void aSizeOfZeroNeverRotates() throws Exception {
        try (RotatingFile file = new RotatingFile(path, 0, 2)) {
            append(file, "one");
            append(file, "two");
        }
        assertThat(path).hasContent("onetwo");
        assertThat(numbered(1)).doesNotExist();
    }

    @Test
    void aFileThatCannotBeRotatedKeepsGrowingAndThatIsLoggedOnce() throws Exception {
        Path inTheWay = Files.createDirectories(numbered(1).resolve("not-empty"));
        try (OperatorLog operator = new OperatorLog("dev.sekisho.decision");
                RotatingFile file = new RotatingFile(path, 4, 2)) {
            for (String each : new String[] {"1234", "5678", "9"}) {
                append(file, each);
            }
            assertThat(path).hasContent("123456789");
            assertThat(operator.lines()).singleElement().asString().startsWith("SKS0509W ");

            Files.delete(inTheWay);
            append(file, "x");
        }
        assertThat(numbered(1)).hasContent("123456789");
        assertThat(path).hasContent("x");
    }

    /** A file system of 64 KiB: lines that do not fit leave no half line, and later lines that fit are written. */
    @Test
    void aBatchThatFindsNoRoomLeavesNothing() throws Exception {
        assumeTrue(mounts("-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString()), "SKIPPED: no mount here");
        try (RotatingFile file = new RotatingFile(path, 0, 2)) {
            Path filling = folder.resolve("filling");
            append(file, "one\n");
            Files.write(filling, new byte[40_000]);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> append(file, "x".repeat(50_000) + "\n"));
            assertThat(path).hasContent("one\n");
            append(file, "two\n");
            Files.delete(filling);
            append(file, "x".repeat(50_000) + "\n");
            assertThat(path).hasContent("one\ntwo\n" + "x".repeat(50_000) + "\n");
        } finally {
            new ProcessBuilder("umount", folder.toString()).start().waitFor();
        }
    }

    private static boolean mounts(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** How many files of the folder this process holds that are deleted. */
    private long deletedFilesHeld() throws IOException {
        try (Stream<Path> held = Files.list(Path.of("/proc/self/fd"))) {
            return held.map(RotatingFileTest::target)
                    .filter(each -> each.equals(path + " (deleted)"))
                    .count();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static void append(RotatingFile file, String text) throws IOException {
        file.append(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Path numbered(int i) {
        return folder.resolve("decisions.log." + i);
    }
}
