// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads main.cf or {@code postconf -n}, and master.cf or {@code postconf -M}, also followed by the lines of
 * {@code postconf -P}. Source: postconf(5), master(5).
 */
final class PostfixReader {
    /** {@code submission/inet/smtpd_sasl_auth_enable = yes}. */
    private static final Pattern OVERRIDE = Pattern.compile("([^\\s/]+)/(\\w+)/(\\w+)\\s*=\\s*(.*)", Pattern.DOTALL);

    /** Fields of master.cf before the arguments. */
    private static final int FIELDS = 8;

    private PostfixReader() {}

    /** If a parameter is written twice, the last one is effective. */
    static Map<String, Parameter> parameters(Source main) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (Logical each : logicalLines(main)) {
            int equals = each.text().indexOf('=');
            if (equals > 0) {
                String name = each.text().substring(0, equals).strip();
                parameters.put(
                        name,
                        new Parameter(name, each.text().substring(equals + 1).strip(), each.place(), ""));
            }
        }
        return Map.copyOf(parameters);
    }

    static List<MasterEntry> services(Source master) {
        Map<String, MasterEntry> services = new LinkedHashMap<>();
        for (Logical line : logicalLines(master)) {
            Matcher override = OVERRIDE.matcher(line.text());
            if (override.matches()) {
                String key = override.group(1) + "/" + override.group(2);
                MasterEntry known = services.getOrDefault(
                        key, new MasterEntry(override.group(1), override.group(2), "smtpd", Map.of(), line.place()));
                Map<String, Parameter> more = new LinkedHashMap<>(known.overrides());
                String name = override.group(3);
                more.put(name, new Parameter(name, override.group(4).strip(), line.place(), known.name()));
                services.put(
                        key,
                        new MasterEntry(known.name(), known.type(), known.command(), Map.copyOf(more), known.place()));
            } else {
                service(line).ifPresent(each -> services.put(each.name() + "/" + each.type(), each));
            }
        }
        return List.copyOf(services.values());
    }

    private static Optional<MasterEntry> service(Logical line) {
        List<String> words = Words.arguments(line.text());
        if (words.size() < FIELDS) {
            return Optional.empty();
        }
        String name = words.get(0);
        Map<String, Parameter> overrides = new LinkedHashMap<>();
        Iterator<String> rest = words.subList(FIELDS, words.size()).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            if (!option.startsWith("-o")) {
                continue;
            }
            String setting = option.length() > 2 ? option.substring(2) : rest.hasNext() ? rest.next() : "";
            String text = Words.unbraced(setting);
            int equals = text.indexOf('=');
            if (equals > 0) {
                String parameter = text.substring(0, equals).strip();
                overrides.put(
                        parameter,
                        new Parameter(parameter, text.substring(equals + 1).strip(), line.place(), name));
            }
        }
        return Optional.of(
                new MasterEntry(name, words.get(1), words.get(FIELDS - 1), Map.copyOf(overrides), line.place()));
    }

    /** Joins continuation lines: a line that begins with a blank continues the last one, even after comments. */
    private static List<Logical> logicalLines(Source source) {
        List<Logical> logical = new ArrayList<>();
        List<String> lines = source.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0)) && !logical.isEmpty()) {
                Logical last = logical.remove(logical.size() - 1);
                logical.add(new Logical(last.text() + " " + line.strip(), last.place()));
            } else {
                logical.add(new Logical(line.strip(), source.line(i + 1)));
            }
        }
        return logical;
    }

    private record Logical(String text, Place place) {}
}
