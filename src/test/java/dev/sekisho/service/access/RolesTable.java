// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The tables of roles among the test resources: lines of cells with bars between. Holds no state. */
public final class RolesTable {
    private RolesTable() {}

    /**
     * A line.
     *
     * @param key an endpoint, or a method of a service
     * @param cells what each role gets
     * @param body of the request; empty for none
     */
    public record Row(String key, List<String> cells, String body) {
        public String method() {
            return key.substring(0, key.indexOf(' '));
        }

        public String path() {
            return key.substring(key.indexOf(' ') + 1);
        }
    }

    public static List<Row> api() {
        return read("/roles-of-the-api.txt");
    }

    static List<Row> services() {
        return read("/roles-of-the-services.txt");
    }

    private static List<Row> read(String name) {
        try (InputStream in = Objects.requireNonNull(RolesTable.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(RolesTable::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] parts = line.split(" \\| ", 3);
        return new Row(parts[0], Arrays.asList(parts[1].split(" ", -1)), parts.length > 2 ? parts[2] : "");
    }
}
