// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of Sekisho. */
@ThreadSafe
public final class Version {
    private Version() {}

    /** The version set by the build, such as {@code 1.0.0}. */
    public static String text() {
        try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the version of this program", e);
        }
    }
}
