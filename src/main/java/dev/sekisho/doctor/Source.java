// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;
import java.util.Optional;

/** A text to examine, and its name in findings. */
@ThreadSafe
public record Source(String name, String text, Includes includes) {
    /** A text whose includes cannot be read. */
    public Source(String name, String text) {
        this(name, text, (from, pattern) -> Optional.empty());
    }

    /** The files that a text includes. */
    @FunctionalInterface
    public interface Includes {
        /** The files that match a pattern in {@code from}, possibly none; empty if they cannot be read. */
        Optional<List<Source>> files(String from, String pattern);
    }

    Optional<List<Source>> included(String pattern) {
        return includes.files(name, pattern);
    }

    /** Whether a pattern names exactly one file, so that it is a mistake if the file is missing. */
    public static boolean namesOne(String pattern) {
        return pattern.chars().noneMatch(each -> each == '*' || each == '?' || each == '[');
    }

    List<String> lines() {
        return text.lines().toList();
    }

    Place whole() {
        return new Place(name, 0);
    }

    Place line(int number) {
        return new Place(name, number);
    }
}
