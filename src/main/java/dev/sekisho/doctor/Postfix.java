// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Postfix instance as configured by its two files. Without a master.cf it has one SMTP listener without overrides.
 *
 * @param complete whether a master.cf was supplied, so that {@code services} is complete
 */
@ThreadSafe
record Postfix(Source main, Map<String, Parameter> parameters, List<MasterEntry> services, boolean complete) {
    private static final int DEPTH = 10;

    /** Reads main.cf, or {@code postconf -n}, and master.cf, or {@code postconf -M}. */
    static Postfix read(Source main, Optional<Source> master) {
        List<MasterEntry> services = master.map(PostfixReader::services)
                .orElse(List.of(new MasterEntry("smtp", "inet", "smtpd", Map.of(), main.whole())));
        return new Postfix(main, PostfixReader.parameters(main), services, master.isPresent());
    }

    /** The services that accept mail by SMTP. */
    List<MasterEntry> listeners() {
        return services.stream()
                .filter(each -> each.command().equals("smtpd") && !each.type().equals("unix-dgram"))
                .toList();
    }

    Optional<Parameter> parameter(MasterEntry service, String name) {
        return Optional.ofNullable(service.overrides().get(name)).or(() -> Optional.ofNullable(parameters.get(name)));
    }

    /** Where the effective value for a service is written; follows parameters that only name another one. */
    Optional<Parameter> written(MasterEntry service, String name) {
        Optional<Parameter> parameter = parameter(service, name);
        for (int i = 0; i < DEPTH && parameter.isPresent(); i++) {
            @Nullable String other = References.only(parameter.get().value());
            Optional<Parameter> next = other == null ? Optional.empty() : parameter(service, other);
            if (next.isEmpty()) {
                break;
            }
            parameter = next;
        }
        return parameter;
    }

    /** The effective value for a service, with references expanded; {@code otherwise} if it is not set. */
    String value(MasterEntry service, String name, String otherwise) {
        return parameter(service, name)
                .map(each -> expanded(service, each.value(), 0))
                .orElse(otherwise);
    }

    /** The value of a parameter with its conditionals evaluated; other references stay. */
    String chosen(MasterEntry service, Parameter parameter) {
        return chosen(service, parameter.value(), 0);
    }

    /** The effective restriction list for a service, each word with its place. */
    List<Word> list(MasterEntry service, String name) {
        List<Word> words = new ArrayList<>();
        Set<String> classes = Set.copyOf(Words.of(value(service, "smtpd_restriction_classes", "")));
        parameter(service, name)
                .ifPresent(each -> new Collector(service, classes, words).collect(each, List.of(), new HashSet<>()));
        return words;
    }

    private String chosen(MasterEntry service, String text, int depth) {
        return depth >= DEPTH || !text.contains("${")
                ? text
                : References.chosen(
                        text,
                        name -> parameter(service, name)
                                .map(other -> expanded(service, other.value(), depth + 1))
                                .orElse(""));
    }

    private String expanded(MasterEntry service, String text, int depth) {
        if (depth >= DEPTH || text.indexOf('$') < 0) {
            return text;
        }
        return References.replace(
                chosen(service, text, depth),
                name -> parameter(service, name)
                        .map(other -> expanded(service, other.value(), depth + 1))
                        .orElse(null));
    }

    /** Follows {@code $name}, restriction classes, and {@code static:class} as a table result. */
    private final class Collector {
        private final MasterEntry service;
        private final Set<String> classes;
        private final List<Word> words;
        private boolean argument;

        Collector(MasterEntry service, Set<String> classes, List<Word> words) {
            this.service = service;
            this.classes = classes;
            this.words = words;
        }

        /** {@code open} contains the parameters in progress, to end recursive references. */
        void collect(Parameter parameter, List<Step> path, Set<String> open) {
            if (!open.add(parameter.name())) {
                return;
            }
            List<String> written = Words.of(chosen(service, parameter));
            for (int i = 0; i < written.size(); i++) {
                List<Step> steps = new ArrayList<>(path);
                steps.add(new Step(parameter, i));
                word(written.get(i), List.copyOf(steps), open);
            }
            open.remove(parameter.name());
        }

        private void word(String written, List<Step> steps, Set<String> open) {
            @Nullable String reference = References.only(written);
            Optional<Parameter> other = Optional.ofNullable(reference).flatMap(name -> parameter(service, name));
            if (other.isPresent()) {
                collect(other.get(), steps, open);
                return;
            }
            String text = expanded(service, written, 0);
            if (!argument && classes.contains(text)) {
                parameter(service, text).ifPresent(each -> collect(each, steps, open));
                return;
            }
            boolean wasArgument = argument;
            argument = !argument && Restrictions.hasArgument(text);
            words.add(new Word(text, steps, wasArgument));
            String answer = wasArgument && text.startsWith("static:") ? text.substring("static:".length()) : "";
            if (classes.contains(answer)) {
                parameter(service, answer).ifPresent(each -> collect(each, steps, open));
            }
        }
    }

    /** A word of a parameter, by its index. */
    record Step(Parameter parameter, int place) {}

    /**
     * One word of a restriction list.
     *
     * @param text the word, with references expanded
     * @param path from the list, through references and classes, to the parameter that contains the word
     * @param isArgument whether it belongs to the restriction before it
     */
    record Word(String text, List<Step> path, boolean isArgument) {
        Parameter parameter() {
            return path.get(path.size() - 1).parameter();
        }

        /** Its index in {@link #parameter}. */
        int place() {
            return path.get(path.size() - 1).place();
        }
    }
}
