// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a CSV file (RFC 4180): cells between commas, those in quotes may hold commas, line ends, and quotes twice.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param number line on which it begins
 * @param error what is wrong with its quotes
 */
record CsvLine(int number, List<String> cells, @Nullable String error) {
    static List<CsvLine> all(String text) {
        List<CsvLine> lines = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        int number = 1;
        int begun = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                number++;
            }
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append(c);
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (c == '\n') {
                end(lines, begun, cells, cell, null);
                begun = number;
            } else if (c != '\r' || i + 1 < text.length() && text.charAt(i + 1) != '\n') {
                cell.append(c);
            }
        }
        end(lines, begun, cells, cell, quoted ? "has a quote that does not end" : null);
        return lines;
    }

    private static void end(
            List<CsvLine> lines, int begun, List<String> cells, StringBuilder cell, @Nullable String error) {
        if (!cells.isEmpty() || !cell.isEmpty() || error != null) {
            cells.add(cell.toString());
            lines.add(new CsvLine(begun, List.copyOf(cells), error));
        }
        cells.clear();
        cell.setLength(0);
    }
}
