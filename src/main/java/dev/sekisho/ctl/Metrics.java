// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands at {@code /metrics}, in Prometheus' text format. */
@ThreadSafe
final class Metrics {
    private static final Pattern LINE = Pattern.compile("([A-Za-z_:][A-Za-z0-9_:]*)(?:\\{(.*)\\})?\\s+(\\S+).*");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final List<Sample> samples = new ArrayList<>();

    Metrics(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(this::add);
    }

    private void add(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        Map<String, String> labels = new HashMap<>();
        Matcher each = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
        while (each.find()) {
            labels.put(each.group(1), each.group(2));
        }
        try {
            samples.add(new Sample(matcher.group(1), Map.copyOf(labels), Double.parseDouble(matcher.group(3))));
        } catch (NumberFormatException e) {
            return; // "+Inf" and the like are no figure that anybody here reads
        }
    }

    List<Sample> all(String name) {
        return samples.stream().filter(each -> each.name().equals(name)).toList();
    }

    double sum(String name) {
        return all(name).stream().mapToDouble(Sample::value).sum();
    }

    /** A listener's figure; 0 if there is none. */
    double of(String name, String listener) {
        return all(name).stream()
                .filter(each -> each.label("listener").equals(listener))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** The values that a label has where {@code which} holds, each once. */
    List<String> labels(String name, String label, DoublePredicate which) {
        return all(name).stream()
                .filter(each -> which.test(each.value()))
                .map(each -> each.label(label))
                .distinct()
                .sorted()
                .toList();
    }

    /** One line. */
    @ThreadSafe
    record Sample(String name, Map<String, String> labels, double value) {
        String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }
}
