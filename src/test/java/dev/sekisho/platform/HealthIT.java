// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Sekisho as a whole: health, metrics, and the roles that see them. */
class HealthIT extends SekishoUnderTest {
    @Test
    void readinessNamesEachPart() throws Exception {
        assertThat(get("/health/ready").body())
                .contains("\"database\":true")
                .contains("\"caches\":true")
                .contains("\"warmedUp\":true")
                .contains("\"listener.sendlimit\":true")
                .contains("\"listener.quota\":true");
    }

    @Test
    void startedAndLiveAreUp() throws Exception {
        assertThat(get("/health/started").statusCode()).isEqualTo(200);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsShowTheServicesAndNoUser() throws Exception {
        policy(
                SENDLIMIT_PORT,
                "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=1\n"
                        + "instance=metrics.1\nsasl_username=metrics@example.org\n\n");
        String metrics = get("/metrics?scope=application").body();
        assertThat(metrics)
                .contains("sekisho_sendlimit_requests_total{")
                .contains("sekisho_sendlimit_microseconds_bucket{")
                .contains("sekisho_listener_open_connections{")
                .doesNotContain("example.org");
    }

    @Test
    void theApiRequiresALogin() throws Exception {
        HttpResponse<String> answer = get("/api/v1/accounts");
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void openApiDescribesTheApi() throws Exception {
        assertThat(get("/openapi").body())
                .contains("title: Sekisho")
                .contains("/api/v1/accounts")
                .doesNotContain("/auth/");
    }

    @Test
    void theWarmUpLeavesNoCounterMetricBlockOrLogLine() throws Exception {
        assertThat(get("/health/ready").body()).contains("\"warmedUp\":true");
        assertThat(get("/metrics?scope=application").body()).doesNotContain("warm");
        for (String list : new String[] {"/blocks", "/decisions?account=sender@warm-up.invalid"}) {
            assertThat(api("GET", list, "").body()).as(list).contains("entries").doesNotContain("warm-up.invalid");
        }
        Path log = Path.of(System.getProperty("wlp.home"), "usr/servers/sekisho-it/logs/decisions.log");
        assertThat(Files.readString(log)).doesNotContain("warm-up.invalid");
    }
}
