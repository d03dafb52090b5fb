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

/** The content of {@code /metrics}, in Prometheus' text format. */
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
            return; // values such as "+Inf" are not used here
        }
    }

    List<Sample> all(String name) {
        return samples.stream().filter(each -> each.name().equals(name)).toList();
    }

    double sum(String name) {
        return all(name).stream().mapToDouble(Sample::value).sum();
    }

    /** The value of a listener; 0 if absent. */
    double of(String name, String listener) {
        return all(name).stream()
                .filter(each -> each.label("listener").equals(listener))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** The distinct values of a label, of samples for which {@code which} holds. */
    List<String> labels(String name, String label, DoublePredicate which) {
        return all(name).stream()
                .filter(each -> which.test(each.value()))
                .map(each -> each.label(label))
                .distinct()
                .sorted()
                .toList();
    }

    /** One line of the format. */
    @ThreadSafe
    record Sample(String name, Map<String, String> labels, double value) {
        String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }
}
