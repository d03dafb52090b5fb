// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.JsonTexts;
import dev.sekisho.service.InvalidRequest;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
 * Reads the rows of an uploaded file, each as the JSON object that a {@code PUT} of the entry would have. In CSV, the
 * first line has the names of the members, and an empty cell is an absent member.
 *
 * <p>The file is UTF-8, with or without a byte order mark, and has at most {@link #MAX_BYTES} bytes, {@link #MAX_ROWS}
 * rows and {@link #MAX_LINE} characters a line. Commas separate columns, or semicolons or tabs if the first line has no
 * comma.
 */
final class ImportRows {
    /** Twice the number of accounts of the largest installation that Sekisho supports. */
    static final int MAX_ROWS = 200_000;

    static final int MAX_LINE = 64 * 1024;

    /** {@link #MAX_ROWS} rows of about 600 bytes. An import needs a small multiple of it in the heap. */
    static final int MAX_BYTES = 128 * 1024 * 1024;

    /** A CSV record may have several long cells. A longer record has an unclosed quote. */
    static final int MAX_RECORD = 4 * MAX_LINE;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final String NO_OBJECT = "is not a JSON object, or has a duplicate member";

    /** Columns that are booleans in JSON. */
    private static final Set<String> BOOLEANS = Set.of(
            "permissions.plain",
            "permissions.cramMd5",
            "permissions.apop",
            "permissions.imap",
            "permissions.pop3",
            "permissions.smtp",
            "permissions.requireTls",
            "permitSending",
            "challenge");

    /** Columns with this prefix become members of the object {@code permissions}. */
    private static final String PERMISSIONS = "permissions.";

    private ImportRows() {}

    /** A row and its last line, counted from 1; {@code error} is empty unless the row is unreadable. */
    record Row(long line, JsonFields fields, String error) {
        static Row unreadable(long line, String error) {
            return new Row(line, new JsonFields(JsonObject.EMPTY_JSON_OBJECT), error);
        }
    }

    /**
     * Reads the rows one by one.
     *
     * @param sink receives each row and its {@code address}, or an empty text without one
     * @throws RuntimeException if the file is unreadable or too large
     */
    static void read(InputStream file, boolean csv, BiConsumer<Row, String> sink) throws IOException {
        // Not closed here: the container closes the stream of its request, and would log a lost client twice.
        BufferedReader text = new BufferedReader(
                new InputStreamReader(new BoundedUpload(file, MAX_BYTES), StandardCharsets.UTF_8.newDecoder()));
        try {
            text.mark(1);
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
            if (csv) {
                readCsv(text, sink);
            } else {
                readLines(text, sink);
            }
        } catch (CharacterCodingException e) {
            throw new InvalidRequest("The file is not UTF-8.");
        } catch (CSVException e) {
            throw new InvalidRequest("The file is not CSV: " + e.getMessage() + ".");
        } catch (UncheckedIOException e) {
            throw new InvalidRequest("The file is not CSV in UTF-8: there is an unclosed quote or a wrong byte.");
        } catch (IOException e) {
            throw new InvalidRequest("The upload was interrupted; nothing was changed.");
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
                    throw new InvalidRequest("Line " + number + " is longer than " + MAX_LINE + " characters.");
                }
                line.append((char) c);
            }
        }
    }

    private static void take(Row row, BiConsumer<Row, String> sink) {
        sink.accept(row, row.error().isEmpty() ? row.fields().text("address").orElse("") : "");
    }

    private static Row json(long number, String line) {
        try {
            return JsonTexts.value(line) instanceof JsonObject object
                    ? new Row(number, new JsonFields(object), "")
                    : Row.unreadable(number, NO_OBJECT);
        } catch (JsonException | IllegalStateException e) {
            return Row.unreadable(number, NO_OBJECT);
        } catch (RuntimeException e) {
            // Parsson reports too deep nesting by a plain RuntimeException.
            return Row.unreadable(number, "is nested too deeply");
        }
    }

    private static void readCsv(BufferedReader text, BiConsumer<Row, String> sink) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter(text))
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        BoundedRecords records = new BoundedRecords(text, MAX_RECORD);
        CSVParser parser;
        try {
            parser = CSVParser.parse(records, format);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest("The first line must name each column once.");
        }
        List<String> names = parser.getHeaderNames();
        if (!names.contains("address")) {
            throw new InvalidRequest("The first line must name the columns; one of them is address.");
        }
        if (names.contains("permissions")) {
            throw new InvalidRequest("A column has one permission: permissions.imap instead of permissions.");
        }
        int rows = 0;
        for (CSVRecord each : parser) {
            bound(++rows);
            long line = parser.getCurrentLineNumber();
            records.recordEnds(line);
            take(
                    each.isConsistent()
                            ? csv(line, names, each)
                            : Row.unreadable(line, "does not have as many cells as the first line"),
                    sink);
        }
    }

    /** The separator: spreadsheets write semicolons in locales with a decimal comma. */
    private static char delimiter(BufferedReader text) throws IOException {
        text.mark(MAX_LINE + 1);
        StringBuilder first = new StringBuilder();
        for (int c = text.read(); c >= 0 && c != '\n' && c != '\r' && first.length() < MAX_LINE; c = text.read()) {
            first.append((char) c);
        }
        text.reset();
        if (first.indexOf(",") >= 0) {
            return ',';
        }
        if (first.indexOf(";") >= 0) {
            return ';';
        }
        return first.indexOf("\t") >= 0 ? '\t' : ',';
    }

    private static Row csv(long line, List<String> names, CSVRecord cells) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        JsonObjectBuilder permissions = Json.createObjectBuilder();
        boolean hasPermissions = false;
        for (int i = 0; i < names.size(); i++) {
            String cell = cells.get(i);
            String name = names.get(i);
            if (cell.length() > MAX_LINE) {
                return Row.unreadable(line, "is too long");
            }
            if (!cell.isEmpty()) {
                if (name.startsWith(PERMISSIONS)) {
                    hasPermissions = true;
                    permissions.add(name.substring(PERMISSIONS.length()), value(name, cell));
                } else {
                    json.add(name, value(name, cell));
                }
            }
        }
        if (hasPermissions) {
            json.add("permissions", permissions);
        }
        return new Row(line, new JsonFields(json.build()), "");
    }

    private static JsonValue value(String name, String cell) {
        String word = cell.toLowerCase(Locale.ROOT);
        if (BOOLEANS.contains(name) && (word.equals("true") || word.equals("false"))) {
            return word.equals("true") ? JsonValue.TRUE : JsonValue.FALSE;
        }
        return Json.createValue(cell);
    }

    private static void bound(int rows) {
        if (rows > MAX_ROWS) {
            throw new InvalidRequest("The file has more than " + MAX_ROWS + " rows: split it.");
        }
    }
}
