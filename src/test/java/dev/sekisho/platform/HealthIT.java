// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** The gate as a whole: health, metrics, what is shown to whom. */
class HealthIT extends SekishoUnderTest {
    @Test
    void readinessNamesEachPart() throws Exception {
        assertThat(get("/health/ready").body())
                .contains("\"database\":true")
                .contains("\"caches\":true")
                .contains("\"rehearsed\":true")
                .contains("\"listener.ratelimit\":true")
                .contains("\"listener.quota\":true");
    }

    @Test
    void startedAndLiveAreUp() throws Exception {
        assertThat(get("/health/started").statusCode()).isEqualTo(200);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsShowTheDoorsAndNoUser() throws Exception {
        policy(
                RATELIMIT_PORT,
                "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=1\n"
                        + "instance=metrics.1\nsasl_username=metrics@example.org\n\n");
        String metrics = get("/metrics?scope=application").body();
        assertThat(metrics)
                .contains("sekisho_ratelimit_requests_total{")
                .contains("sekisho_ratelimit_microseconds_bucket{")
                .contains("sekisho_listener_open_connections{")
                .doesNotContain("example.org");
    }

    @Test
    void theApiAsksForALogin() throws Exception {
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
}
