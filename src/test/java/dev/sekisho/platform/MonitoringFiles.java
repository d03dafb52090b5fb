// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The alert rules and dashboards of {@code src/main/monitoring}, as far as the tests read them. Stateless. */
final class MonitoringFiles {
    static final Path FOLDER = Path.of("src/main/monitoring");
    static final Path RULES = FOLDER.resolve("sekisho-rules.yml");

    private static final Pattern METRIC = Pattern.compile("\\b(sekisho_\\w+|memory_usedHeap_bytes)\\b");

    private MonitoringFiles() {}

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("grafana"))) {
            return files.sorted().toList();
        }
    }

    static JsonObject dashboard(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file);
                JsonReader reader = Json.createReader(text)) {
            return reader.readObject();
        }
    }

    /** Every expression of a dashboard, with Grafana's variables put in. */
    static List<String> expressions(Path dashboard) throws IOException {
        List<String> expressions = new ArrayList<>();
        collect(dashboard(dashboard), expressions);
        return expressions;
    }

    private static void collect(JsonValue json, List<String> expressions) {
        if (json instanceof JsonObject object) {
            if (object.containsKey("expr")) {
                expressions.add(object.getString("expr")
                        .replace("$__rate_interval", "1m")
                        .replace("$instance", ".*"));
            }
            object.values().forEach(each -> collect(each, expressions));
        } else if (json instanceof JsonArray array) {
            array.forEach(each -> collect(each, expressions));
        }
    }

    /** The metrics that the rules and all dashboards name. */
    static Set<String> metrics() throws IOException {
        Set<String> names = new TreeSet<>(metrics(Files.readString(RULES)));
        for (Path each : dashboards()) {
            expressions(each).forEach(expression -> names.addAll(metrics(expression)));
        }
        return names;
    }

    private static Set<String> metrics(String text) {
        Set<String> names = new TreeSet<>();
        Matcher each = METRIC.matcher(text);
        while (each.find()) {
            names.add(each.group(1));
        }
        return names;
    }
}
