// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiAnswer;
import dev.sekisho.text.LogText;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prints a result: as one line of JSON, or as text, with a line for each member of an object and a table for a list of
 * objects.
 */
final class Output {
    private static final JsonString ABSENT = Json.createValue("-");

    private final PrintWriter out;
    private final Format format;

    Output(PrintWriter out, Format format) {
        this.out = out;
        this.format = format;
    }

    boolean isJson() {
        return format == Format.JSON;
    }

    /** Prints a result whose text differs from its JSON. */
    void print(JsonValue json, String text) {
        out.println(isJson() ? json.toString() : text);
        out.flush();
    }

    void print(JsonValue json) {
        if (isJson()) {
            out.println(json);
        } else if (json != JsonValue.NULL) {
            value("", json);
        }
        out.flush();
    }

    /**
     * Prints a page of a list: as text a table of {@code columns}, from the members of each entry or its
     * {@code attributes}, and how to get the next page.
     */
    void page(JsonObject page, List<String> columns) {
        List<JsonObject> items = ApiAnswer.objects(page, "entries");
        if (isJson()) {
            out.println(page);
        } else if (!items.isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(columns);
            items.forEach(each -> rows.add(
                    columns.stream().map(name -> text(member(each, name))).toList()));
            table("", rows);
            if (page.get("next") instanceof JsonString next) {
                out.println("more: --after " + LogText.oneLine(next.getString()));
            }
        }
        out.flush();
    }

    private static JsonValue member(JsonObject item, String name) {
        if (!item.containsKey(name) && item.get("attributes") instanceof JsonObject attributes) {
            return attributes.getOrDefault(name, ABSENT);
        }
        return item.getOrDefault(name, ABSENT);
    }

    private void value(String indent, JsonValue json) {
        if (json instanceof JsonObject object) {
            object(indent, object);
        } else if (json instanceof JsonArray array) {
            array(indent, array);
        } else {
            out.println(indent + text(json));
        }
    }

    private void object(String indent, JsonObject object) {
        int width = object.keySet().stream().mapToInt(String::length).max().orElse(0);
        object.forEach((name, value) -> {
            if (isNested(value)) {
                out.println(indent + name);
                value(indent + "  ", value);
            } else {
                out.println(indent + padded(name, width) + "  " + text(value));
            }
        });
    }

    private static boolean isNested(JsonValue value) {
        return value instanceof JsonObject
                || (value instanceof JsonArray array && array.stream().anyMatch(JsonObject.class::isInstance));
    }

    private void array(String indent, JsonArray array) {
        if (array.isEmpty() || !array.stream().allMatch(JsonObject.class::isInstance)) {
            array.forEach(each -> value(indent, each));
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        array.getValuesAs(JsonObject.class).forEach(each -> names.addAll(each.keySet()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.copyOf(names));
        for (JsonObject each : array.getValuesAs(JsonObject.class)) {
            rows.add(names.stream()
                    .map(name -> text(each.getOrDefault(name, ABSENT)))
                    .toList());
        }
        table(indent, rows);
    }

    private void table(String indent, List<List<String>> rows) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                line.append(i + 1 < row.size() ? padded(row.get(i), width) + "  " : row.get(i));
            }
            out.println(line);
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** A value in a line; control characters, which could control the terminal, are escaped. */
    private static String text(JsonValue value) {
        String text = value instanceof JsonString string
                ? string.getString()
                : value instanceof JsonArray array
                        ? array.stream().map(Output::text).collect(Collectors.joining(", "))
                        : value.toString();
        return LogText.oneLine(text);
    }
}
