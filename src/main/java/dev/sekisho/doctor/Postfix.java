// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Postfix instance as its two files describe it. Without a master.cf it counts as one SMTP listener without overrides.
 *
 * <p>Immutable and safe for use by many threads.
 */
record Postfix(Source main, Map<String, Parameter> parameters, List<MasterEntry> services) {

    /** Reads main.cf, or {@code postconf -n}, and master.cf, or {@code postconf -M}. */
    static Postfix read(Source main, Optional<Source> master) {
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
        List<MasterEntry> services = new ArrayList<>();
        master.ifPresent(
                source -> logicalLines(source).forEach(line -> service(line).ifPresent(services::add)));
        if (master.isEmpty()) {
            services.add(new MasterEntry("smtp", "inet", "smtpd", Map.of(), main.whole()));
        }
        return new Postfix(main, Map.copyOf(parameters), List.copyOf(services));
    }

    /** Those that take mail by SMTP. */
    List<MasterEntry> listeners() {
        return services.stream()
                .filter(each -> each.command().equals("smtpd") && !each.type().equals("unix-dgram"))
                .toList();
    }

    Optional<Parameter> parameter(MasterEntry service, String name) {
        return Optional.ofNullable(service.overrides().get(name)).or(() -> Optional.ofNullable(parameters.get(name)));
    }

    /** Where the value that holds for a service is written: past parameters that only name another one. */
    Optional<Parameter> written(MasterEntry service, String name) {
        Optional<Parameter> parameter = parameter(service, name);
        for (int i = 0; i < 10 && parameter.isPresent(); i++) {
            @Nullable String other = References.only(parameter.get().value());
            Optional<Parameter> next = other == null ? Optional.empty() : parameter(service, other);
            if (next.isEmpty()) {
                break;
            }
            parameter = next;
        }
        return parameter;
    }

    /** The value that holds for a service, with other parameters put in; {@code otherwise} if it is not set. */
    String value(MasterEntry service, String name, String otherwise) {
        return parameter(service, name)
                .map(each -> expanded(service, each.value(), 0))
                .orElse(otherwise);
    }

    /** A restriction list that holds for a service, each word with the parameter in which it is written. */
    List<Word> list(MasterEntry service, String name) {
        List<Word> words = new ArrayList<>();
        parameter(service, name).ifPresent(each -> collect(service, each, words, 0));
        return words;
    }

    private void collect(MasterEntry service, Parameter parameter, List<Word> words, int depth) {
        for (String each : Words.of(parameter.value())) {
            @Nullable String name = References.only(each);
            Optional<Parameter> other = name == null ? Optional.empty() : parameter(service, name);
            if (other.isPresent() && depth < 10) {
                collect(service, other.get(), words, depth + 1);
            } else {
                words.add(new Word(expanded(service, each, depth), parameter, each));
            }
        }
    }

    private String expanded(MasterEntry service, String text, int depth) {
        if (depth >= 10 || text.indexOf('$') < 0) {
            return text;
        }
        return References.replace(
                text,
                name -> parameter(service, name)
                        .map(other -> expanded(service, other.value(), depth + 1))
                        .orElse(null));
    }

    private static Optional<MasterEntry> service(Logical line) {
        List<String> words = Words.of(line.text());
        if (words.size() < 8) {
            return Optional.empty();
        }
        String name = words.get(0);
        Map<String, Parameter> overrides = new LinkedHashMap<>();
        Iterator<String> rest = words.subList(8, words.size()).iterator();
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
        return Optional.of(new MasterEntry(name, words.get(1), words.get(7), Map.copyOf(overrides), line.place()));
    }

    /** Lines with their continuations: a line that begins with a blank goes on from the one before; comments between count not. */
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

    /**
     * One word of a restriction list.
     *
     * @param text with other parameters put in
     * @param parameter where it is written
     * @param written as it is written there
     */
    record Word(String text, Parameter parameter, String written) {}
}
