// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;
import java.util.Optional;

/** A text to examine and the name to call it by. */
@ThreadSafe
public record Source(String name, String text, Includes includes) {
    /** A text that stands alone. */
    public Source(String name, String text) {
        this(name, text, (from, pattern) -> Optional.empty());
    }

    /** The files that a text includes. */
    @FunctionalInterface
    public interface Includes {
        /** The files of a pattern that {@code from} names, none where none is there; empty if they cannot be read. */
        Optional<List<Source>> files(String from, String pattern);
    }

    Optional<List<Source>> included(String pattern) {
        return includes.files(name, pattern);
    }

    /** Whether a pattern that names none of the files there are is a mistake: it is one file's name. */
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
