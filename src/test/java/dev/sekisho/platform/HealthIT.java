// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Sekisho as a whole: health, metrics, what is shown to whom. */
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
