// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.Immutable;

/** A line of a file or of a tool's output; line 0 is the whole file, for missing settings. */
@Immutable
public record Place(String file, int line) {
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
