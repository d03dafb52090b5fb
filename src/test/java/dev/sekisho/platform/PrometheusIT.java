// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes Sekisho: the rules load, and what rules and dashboards look at is there. */
class PrometheusIT extends SekishoUnderTest {
    private static final String PROMETHEUS = "http://127.0.0.1:19090";

    @TempDir
    private Path folder;

    private final List<Process> running = new ArrayList<>();

    @BeforeEach
    void startPrometheus() throws IOException {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/prometheus"));
        if (System.getenv("MAIL_TESTS_REQUIRED") == null) {
            assumeTrue(installed, "Prometheus is not installed");
        }
        Path configuration = Files.writeString(
                folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: sekisho
                    static_configs: [{targets: ["127.0.0.1:19080"]}]
                """.formatted(MonitoringFiles.RULES.toAbsolutePath()));
        running.add(new ProcessBuilder(
                        "/usr/bin/prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:19090")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start());
    }

    @AfterEach
    void stopPrometheus() throws InterruptedException {
        for (Process each : running) {
            each.destroy();
            each.waitFor();
        }
    }

    @Test
    void promtoolFindsTheRulesSound() throws Exception {
        Process promtool = new ProcessBuilder("/usr/bin/promtool", "check", "rules", MonitoringFiles.RULES.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    @Test
    void everythingThatIsLookedAtIsThere() throws Exception {
        useAllServices();
        Set<String> wanted = new TreeSet<>(MonitoringFiles.metrics());
        Set<String> missing = new TreeSet<>();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            missing.clear();
            missing.addAll(wanted);
            missing.removeAll(names());
            return missing.isEmpty();
        });
        assertThat(missing).isEmpty();
        for (Path dashboard : MonitoringFiles.dashboards()) {
            for (String expression : MonitoringFiles.expressions(dashboard)) {
                assertThat(request("/api/v1/query?query=" + encoded(expression)).getString("status"))
                        .as(dashboard + ": " + expression)
                        .isEqualTo("success");
            }
        }
    }

    @Test
    void theRulesAreEvaluatedWithoutAnError() throws Exception {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            List<JsonObject> rules = request("/api/v1/rules")
                    .getJsonObject("data")
                    .getJsonArray("groups")
                    .getJsonObject(0)
                    .getJsonArray("rules")
                    .getValuesAs(JsonObject.class);
            assertThat(rules)
                    .hasSizeGreaterThan(10)
                    .allSatisfy(rule -> assertThat(rule.getString("health"))
                            .as(rule.getString("name"))
                            .isEqualTo("ok"));
        });
    }

    /** A login, more wrong passwords than a rule permits, a mail, and a recipient whose mail host is away. */
    private static void useAllServices() throws Exception {
        api("PUT", "/mail-hosts/mon-a", "{\"address\": \"127.0.0.1\", \"quotaPort\": 9, \"probe\": false}");
        api("PUT", "/domains/mon.example", "{}");
        api("PUT", "/accounts/mo@mon.example", "{\"mailHost\": \"mon-a\", \"secret\": \"{PLAIN}open sesame\"}");
        for (int i = 0; i < 25; i++) {
            HttpRequest login = HttpRequest.newBuilder(URI.create(HTTP + "/auth/nginx"))
                    .header("X-Auth-Key", KEY)
                    .header("Auth-Method", "plain")
                    .header("Auth-User", "mo@mon.example")
                    .header("Auth-Pass", "wrong" + i)
                    .header("Auth-Protocol", "imap")
                    .header("Auth-Login-Attempt", "1")
                    .header("Client-IP", "203.0.113.99")
                    .build();
            CLIENT.send(login, HttpResponse.BodyHandlers.discarding());
        }
        policy(SENDLIMIT_PORT, "request=smtpd_access_policy\nprotocol_state=RCPT\nsasl_username=mo@mon.example\n\n");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            String recipient = "recipient=mo@mon.example\nsize=100\ninstance=mon.1\n\n";
            policy(QUOTA_PORT, "request=smtpd_access_policy\nprotocol_state=RCPT\n" + recipient);
            policy(
                    QUOTA_PORT,
                    "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=1\n" + recipient);
            return get("/metrics").body().contains("sekisho_quota_host_requests_total");
        });
    }

    private static Set<String> names() throws IOException, InterruptedException {
        Set<String> names = new HashSet<>();
        request("/api/v1/label/__name__/values")
                .getJsonArray("data")
                .getValuesAs(JsonString.class)
                .forEach(each -> names.add(each.getString()));
        return names;
    }

    private static JsonObject request(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(PROMETHEUS + path)).build();
        String answer =
                CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
        try (JsonReader reader = Json.createReader(new StringReader(answer))) {
            return reader.readObject();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
