// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.Immutable;

/** A line of a file or of a tool's output; line 0 means the file as a whole, where something is missing. */
@Immutable
public record Place(String file, int line) {
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
