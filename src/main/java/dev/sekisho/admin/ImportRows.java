// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of an uploaded file, each as the JSON object that a {@code PUT} of the entry would have: JSON lines as they are, CSV by
 * the names of its first line, an empty cell being an absent member.
 *
 * <p>Both in UTF-8 with at most {@link #MAX_ROWS} rows and {@link #MAX_LINE} characters a line. Holds no state.
 */
final class ImportRows {
    /** Twice the largest installation that this is made for. */
    static final int MAX_ROWS = 200_000;

    static final int MAX_LINE = 64 * 1024;

    /** Cells that are no texts in JSON. */
    private static final Set<String> BOOLEANS = Set.of(
            "permitPlain",
            "permitCramMd5",
            "permitApop",
            "permitImap",
            "permitPop3",
            "permitSmtp",
            "requireTls",
            "permitSending",
            "challenge");

    private ImportRows() {}

    /** A row and the line where it ends, counted from 1; {@code error} is empty unless the row cannot be read. */
    record Row(long line, JsonFields fields, String error) {
        static Row unreadable(long line, String error) {
            return new Row(line, new JsonFields(JsonObject.EMPTY_JSON_OBJECT), error);
        }
    }

    /**
     * Reads the rows one by one.
     *
     * @param sink gets each row and the value of its {@code address}, which is empty if it has none
     * @throws ProblemException if the file as a whole cannot be read or is too large
     */
    static void read(InputStream file, boolean csv, BiConsumer<Row, String> sink) throws IOException {
        try (Reader reader = new InputStreamReader(file, StandardCharsets.UTF_8.newDecoder())) {
            if (csv) {
                readCsv(reader, sink);
            } else {
                readLines(new BufferedReader(reader), sink);
            }
        } catch (CharacterCodingException e) {
            throw ProblemException.badRequest("The file is not UTF-8.");
        } catch (CSVException e) {
            throw ProblemException.badRequest("The file is not CSV: " + e.getMessage() + ".");
        } catch (UncheckedIOException e) {
            throw ProblemException.badRequest(
                    "The file cannot be read as CSV in UTF-8: a quote is not closed, or bytes are wrong.");
        }
    }

    private static void readLines(BufferedReader reader, BiConsumer<Row, String> sink) throws IOException {
        StringBuilder line = new StringBuilder();
        long number = 1;
        int rows = 0;
        for (int c = reader.read(); ; c = reader.read()) {
            if (c == '\n' || c < 0) {
                if (!line.toString().isBlank()) {
                    bound(++rows);
                    take(json(number, line.toString()), sink);
                }
                line.setLength(0);
                number++;
                if (c < 0) {
                    return;
                }
            } else {
                if (line.length() >= MAX_LINE) {
                    throw ProblemException.badRequest(
                            "Line " + number + " is longer than " + MAX_LINE + " characters.");
                }
                line.append((char) c);
            }
        }
    }

    private static void take(Row row, BiConsumer<Row, String> sink) {
        sink.accept(row, row.error().isEmpty() ? row.fields().text("address").orElse("") : "");
    }

    private static Row json(long number, String line) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            return new Row(number, new JsonFields(reader.readObject()), "");
        } catch (JsonException | IllegalStateException e) {
            return Row.unreadable(number, "is no JSON object");
        }
    }

    private static void readCsv(Reader reader, BiConsumer<Row, String> sink) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        CSVParser parser;
        try {
            parser = CSVParser.parse(reader, format);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("The first line must name each column once.");
        }
        List<String> names = parser.getHeaderNames();
        if (!names.contains("address")) {
            throw ProblemException.badRequest("The first line must name the columns; one of them is address.");
        }
        int rows = 0;
        for (CSVRecord each : parser) {
            bound(++rows);
            long line = parser.getCurrentLineNumber();
            take(
                    each.isConsistent()
                            ? csv(line, names, each)
                            : Row.unreadable(line, "has not as many cells as the first line"),
                    sink);
        }
    }

    private static Row csv(long line, List<String> names, CSVRecord cells) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        for (int i = 0; i < names.size(); i++) {
            String cell = cells.get(i);
            String name = names.get(i);
            if (cell.length() > MAX_LINE) {
                return Row.unreadable(line, "is too long");
            }
            if (!cell.isEmpty()) {
                String word = cell.toLowerCase(Locale.ROOT);
                if (BOOLEANS.contains(name) && (word.equals("true") || word.equals("false"))) {
                    json.add(name, word.equals("true"));
                } else {
                    json.add(name, cell);
                }
            }
        }
        return new Row(line, new JsonFields(json.build()), "");
    }

    private static void bound(int rows) {
        if (rows > MAX_ROWS) {
            throw ProblemException.badRequest("The file has more than " + MAX_ROWS + " rows: split it.");
        }
    }
}
