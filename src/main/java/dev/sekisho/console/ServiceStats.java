// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Statistics of a service on the overview: figures of the last minute and hour, charts of the last hour and day. */
@ThreadSafe
public record ServiceStats(
        String name,
        String perSecond,
        long lastHour,
        long refusedLastHour,
        long errorsLastHour,
        String millis,
        Chart hour,
        Chart day,
        List<Result> results) {
    private static final int HEIGHT = 100;

    /** Samples in a minute. */
    private static final int MINUTE = 60 / MetricsHistory.SECONDS;

    private static final Map<String, List<String>> REFUSED = Map.of(
            "login", List.of("reject", "wait"),
            "sendlimit", List.of("defer", "send-blocked"),
            "quota", List.of("full", "mixed", "split", "unknown"));

    private static final List<String> ERRORS = List.of("tempfail", "unavailable", "forbidden");

    /** The number of requests with a result in the last hour. */
    @Immutable
    public record Result(String name, long count) {}

    /**
     * The two lines of a chart as SVG paths in an area of 360 by 100, one step a unit, and the peak rate in requests a
     * second.
     */
    @Immutable
    public record Chart(String peak, String all, String refused) {
        private static Chart of(List<MetricsHistory.Sample> samples, List<String> refusals, int stepSeconds) {
            List<Long> all = steps(samples, MetricsHistory.Sample::all);
            List<Long> refused = steps(samples, each -> each.of(refusals) + each.of(ERRORS));
            long peak =
                    Math.max(1, all.stream().mapToLong(Long::longValue).max().orElse(1));
            return new Chart(
                    String.format(Locale.ROOT, "%.1f", peak / (double) stepSeconds),
                    path(all, peak),
                    path(refused, peak));
        }
    }

    /**
     * Computes the statistics.
     *
     * @param samples samples of the last hour, oldest first
     * @param day samples of the last day, oldest first
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
                last.of(ERRORS) - first.of(ERRORS),
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

    /** An area under a line that ends at the right edge, the present. */
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
