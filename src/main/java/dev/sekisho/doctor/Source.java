// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.List;

/**
 * A text to examine and the name to call it by.
 *
 * <p>Immutable and safe for use by many threads.
 */
public record Source(String name, String text) {
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
