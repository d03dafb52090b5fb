// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void oneFileBeginsAnewInsteadOfRotating() throws Exception {
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
    void aFileThatWasMovedAwayIsBegunAnew() throws Exception {
        Path moved = folder.resolve("decisions.log-20260301");
        try (RotatingFile file = new RotatingFile(path, 100, 2)) {
            append(file, "one");
            Files.move(path, moved);
            append(file, "two");
        }
        assertThat(moved).hasContent("one");
        assertThat(path).hasContent("two");
    }

    private static void append(RotatingFile file, String text) throws IOException {
        file.append(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Path numbered(int i) {
        return folder.resolve("decisions.log." + i);
    }
}
