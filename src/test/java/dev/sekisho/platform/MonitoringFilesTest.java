// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Alerts, dashboards, runbook and the list of metrics belong together. */
class MonitoringFilesTest {
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern RUNBOOK = Pattern.compile("runbook_url: docs/runbook\\.md#(\\w+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^## (\\w+)$");

    @Test
    void eachAlertHasItsHeadingInTheRunbookAndEachHeadingItsAlert() throws IOException {
        String rules = Files.readString(MonitoringFiles.RULES);
        List<String> alerts = all(ALERT, rules);
        assertThat(alerts).isNotEmpty().doesNotHaveDuplicates();
        assertThat(all(HEADING, Files.readString(Path.of("docs/runbook.md")))).containsExactlyElementsOf(alerts);
        assertThat(all(RUNBOOK, rules))
                .containsExactlyElementsOf(alerts.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void eachMetricThatIsLookedAtIsDocumented() throws IOException {
        String documented = Files.readString(Path.of("docs/monitoring.md"));
        Set<String> unknown = new TreeSet<>(MonitoringFiles.metrics());
        assertThat(unknown).hasSizeGreaterThan(20);
        unknown.removeIf(name -> documented.contains("`" + name.replaceFirst("_bucket$", "") + "`"));
        assertThat(unknown).isEmpty();
    }

    @Test
    void thereIsADashboardForEachServiceAndOneForAll() throws IOException {
        assertThat(MonitoringFiles.dashboards())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("login.json", "overview.json", "quota.json", "send-limits.json");
        for (Path each : MonitoringFiles.dashboards()) {
            assertThat(MonitoringFiles.dashboard(each).getString("uid")).startsWith("sekisho-");
            assertThat(MonitoringFiles.expressions(each)).hasSizeGreaterThan(5);
        }
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toList());
    }
}
