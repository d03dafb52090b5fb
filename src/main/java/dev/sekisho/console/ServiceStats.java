// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A service as the overview shows it: figures of the last minute and hour, and the charts of the last hour and day. */
@ThreadSafe
public record ServiceStats(
        String name,
        String perSecond,
        long lastHour,
        long refusedLastHour,
        long troubleLastHour,
        String millis,
        Chart hour,
        Chart day,
        List<Result> results) {
    private static final int HEIGHT = 100;

    /** Samples of a minute. */
    private static final int MINUTE = 60 / MetricsHistory.SECONDS;

    private static final Map<String, List<String>> REFUSED = Map.of(
            "login", List.of("refuse", "wait"),
            "sendlimit", List.of("defer", "send-blocked"),
            "quota", List.of("full", "mixed", "split", "unknown"));

    private static final List<String> TROUBLE = List.of("tempfail", "unavailable", "forbidden");

    /** How often an answer was given in the last hour. */
    @Immutable
    public record Result(String name, long count) {}

    /**
     * The two lines of a chart as paths of SVG in a field of 360 by 100, where 1 is a step, and the most of a step by
     * second.
     */
    @Immutable
    public record Chart(String peak, String all, String refused) {
        private static Chart of(List<MetricsHistory.Sample> samples, List<String> refusals, int stepSeconds) {
            List<Long> all = steps(samples, MetricsHistory.Sample::all);
            List<Long> refused = steps(samples, each -> each.of(refusals) + each.of(TROUBLE));
            long peak =
                    Math.max(1, all.stream().mapToLong(Long::longValue).max().orElse(1));
            return new Chart(
                    String.format(Locale.ROOT, "%.1f", peak / (double) stepSeconds),
                    path(all, peak),
                    path(refused, peak));
        }
    }

    /**
     * Makes it.
     *
     * @param samples of the last hour, the oldest first
     * @param day of the last day
     */
    static ServiceStats of(String name, List<MetricsHistory.Sample> samples, List<MetricsHistory.Sample> day) {
        List<String> refusals = REFUSED.getOrDefault(name, List.of());
        MetricsHistory.Sample last = samples.get(samples.size() - 1);
        MetricsHistory.Sample first = samples.get(0);
        MetricsHistory.Sample minute = samples.get(Math.max(0, samples.size() - 1 - MINUTE));
        long seconds = Math.max(1, (long) Math.min(MINUTE, samples.size() - 1) * MetricsHistory.SECONDS);
        long answered = last.answered() - minute.answered();
        return new ServiceStats(
                name,
                String.format(Locale.ROOT, "%.1f", (last.all() - minute.all()) / (double) seconds),
                last.all() - first.all(),
                last.of(refusals) - first.of(refusals),
                last.of(TROUBLE) - first.of(TROUBLE),
                answered == 0
                        ? "–"
                        : String.format(Locale.ROOT, "%.2f", (last.micros() - minute.micros()) / 1000.0 / answered),
                Chart.of(samples, refusals, MetricsHistory.SECONDS),
                Chart.of(day, refusals, MetricsHistory.SECONDS * MetricsHistory.EVERY),
                last.results().entrySet().stream()
                        .map(each -> new Result(
                                each.getKey(), each.getValue() - first.results().getOrDefault(each.getKey(), 0L)))
                        .toList());
    }

    private interface Figure {
        long of(MetricsHistory.Sample sample);
    }

    private static List<Long> steps(List<MetricsHistory.Sample> samples, Figure figure) {
        List<Long> steps = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            steps.add(Math.max(0, figure.of(samples.get(i)) - figure.of(samples.get(i - 1))));
        }
        return steps;
    }

    /** An area under a line that ends at the right edge, where now is. */
    private static String path(List<Long> steps, long peak) {
        if (steps.isEmpty()) {
            return "M0 " + HEIGHT;
        }
        int x = MetricsHistory.SAMPLES - steps.size();
        StringBuilder path = new StringBuilder("M" + x + " " + HEIGHT);
        for (long step : steps) {
            path.append(String.format(Locale.ROOT, " L%d %.1f", x, HEIGHT - (HEIGHT - 4) * step / (double) peak));
            x++;
        }
        return path.append(" L")
                .append(x - 1)
                .append(' ')
                .append(HEIGHT)
                .append(" Z")
                .toString();
    }
}
