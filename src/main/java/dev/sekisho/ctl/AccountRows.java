// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads accounts from CSV (RFC 4180; the first line names the columns) or from JSON lines. Columns are the members that
 * {@code PUT /api/v1/accounts/{address}} takes; an empty cell is an absent one. Which members there are, the gate knows.
 *
 * <p>Stateless and safe for use by many threads.
 */
final class AccountRows {
    private AccountRows() {}

    static List<AccountRow> ofJsonLines(String text) {
        List<AccountRow> rows = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                rows.add(json(number, line));
            }
        }
        return twiceRefused(rows);
    }

    private static AccountRow json(int number, String line) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            JsonObject object = reader.readObject();
            return row(number, object.getString("address", ""), object);
        } catch (JsonException | ClassCastException e) {
            return wrong(number, "is not a JSON object");
        }
    }

    static List<AccountRow> ofCsv(String text) {
        List<CsvLine> lines = CsvLine.all(text);
        if (lines.isEmpty()) {
            return List.of();
        }
        List<String> columns = lines.get(0).cells().stream().map(String::strip).toList();
        if (!columns.contains("address")) {
            return List.of(wrong(1, "has no column \"address\""));
        }
        List<AccountRow> rows = new ArrayList<>();
        for (CsvLine line : lines.subList(1, lines.size())) {
            rows.add(csv(columns, line));
        }
        return twiceRefused(rows);
    }

    private static AccountRow csv(List<String> columns, CsvLine line) {
        if (line.error() != null) {
            return wrong(line.number(), line.error());
        }
        if (line.cells().size() != columns.size()) {
            return wrong(line.number(), "has " + line.cells().size() + " cells, not " + columns.size());
        }
        JsonObjectBuilder account = Json.createObjectBuilder();
        String address = "";
        for (int i = 0; i < columns.size(); i++) {
            String cell = line.cells().get(i);
            if (columns.get(i).equals("address")) {
                address = cell.strip();
            }
            if (!cell.isEmpty()) {
                account.add(columns.get(i), value(columns.get(i), cell));
            }
        }
        return row(line.number(), address, account.build());
    }

    /** Members that are true or false are words in CSV; all others are text, a password {@code true} among them. */
    private static JsonValue value(String column, String cell) {
        boolean truth = column.startsWith("permit") && !column.equals("permitNetworks")
                || column.equals("requireTls")
                || column.equals("challenge");
        return switch (truth ? cell.strip().toLowerCase(Locale.ROOT) : "") {
            case "true" -> JsonValue.TRUE;
            case "false" -> JsonValue.FALSE;
            default -> Json.createValue(cell);
        };
    }

    private static AccountRow row(int line, String address, JsonObject account) {
        return address.indexOf('@') < 1 ? wrong(line, "has no address") : new AccountRow(line, address, account, null);
    }

    private static AccountRow wrong(int line, String error) {
        return new AccountRow(line, "", JsonValue.EMPTY_JSON_OBJECT, error);
    }

    /** Two rows of one account would have the last one win, silently. */
    private static List<AccountRow> twiceRefused(List<AccountRow> rows) {
        Map<String, Integer> seen = new HashMap<>();
        List<AccountRow> checked = new ArrayList<>();
        for (AccountRow each : rows) {
            @Nullable
            Integer first = each.error() == null
                    ? seen.putIfAbsent(each.address().toLowerCase(Locale.ROOT), each.line())
                    : null;
            checked.add(first == null ? each : wrong(each.line(), "is the account of line " + first + " again"));
        }
        return checked;
    }
}
