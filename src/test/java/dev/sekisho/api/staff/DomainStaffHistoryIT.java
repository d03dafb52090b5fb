// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Audit trail, decisions and blocks for staff of some domains. */
class DomainStaffHistoryIT extends DomainStaffDirectory {
    @Test
    void aRecreatedDomainHasNoHistory() throws Exception {
        put("/domains/again.staff.example", "{\"sendLimits\": \"10/1h\"}");
        put("/accounts/ann@again.staff.example", "{\"mailHost\": \"staff-a\", \"secret\": \"{PLAIN}open\"}");
        put("/staff/idle", "{\"domains\": [\"again.staff.example\"]}");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            refused("ann@again.staff.example");
            return by("idle", "GET", "/decisions").body().contains("ann@again.staff.example");
        });
        String reference = reference("ann@again.staff.example");
        assertThat(by("idle", "GET", "/decisions/" + reference).statusCode()).isEqualTo(200);
        assertThat(by("idle", "GET", "/audit").body()).contains("ann@again.staff.example");
        put("/aliases/info@again.staff.example", "{\"targets\": [\"ann@again.staff.example\"]}");
        assertThat(by("admin", "DELETE", "/accounts/ann@again.staff.example").statusCode())
                .isEqualTo(204);
        assertThat(by("admin", "DELETE", "/domains/again.staff.example").statusCode())
                .as("an alias is in it")
                .isEqualTo(409);
        assertThat(by("admin", "DELETE", "/aliases/info@again.staff.example").statusCode())
                .isEqualTo(204);
        assertThat(by("admin", "DELETE", "/domains/again.staff.example").statusCode())
                .isEqualTo(204);
        put("/domains/again.staff.example", "{}");
        put("/staff/idle", "{\"domains\": [\"again.staff.example\"]}");
        assertThat(by("idle", "GET", "/audit").body())
                .contains("\"kind\":\"domain\"")
                .doesNotContain("ann@again.staff.example", "10/1h");
        assertThat(by("idle", "GET", "/decisions").body()).contains("\"entries\":[]");
        assertThat(by("idle", "GET", "/decisions/" + reference).statusCode()).isEqualTo(404);
        assertThat(by("admin", "GET", "/audit?entry=ann@again.staff.example").body())
                .contains("\"after\"", "ann@again.staff.example");
        assertThat(by("admin", "DELETE", "/staff/idle").statusCode()).isEqualTo(204);
        assertThat(by("admin", "DELETE", "/domains/again.staff.example").statusCode())
                .isEqualTo(204);
    }

    @Test
    void theAuditTrailShowsOnlyTheirChanges() throws Exception {
        for (String address : List.of(OURS, THEIRS)) {
            put("/accounts/" + address + "/state", "{\"status\": \"active\"}");
            put("/accounts/" + address + "/state", "{\"status\": \"suspended\"}");
            assertThat(api("admin", "POST", "/accounts/" + address + "/app-passwords", "{\"name\": \"telephone\"}")
                            .statusCode())
                    .isEqualTo(201);
        }
        put("/domains/mine.staff.example", "{\"sendLimits\": \"11/1h\"}");
        String trail = by("helper", "GET", "/audit?limit=1000").body();
        assertThat(trail)
                .contains("\"account-state\"", "\"app-password\"", "\"alias\"", "\"domain\"", OURS)
                .doesNotContain("theirs", "\"mail-host\"", "\"staff\"");
        assertThat(by("helper", "GET", "/audit?entry=" + THEIRS).body()).contains("\"entries\":[]");
        assertThat(by("idle", "GET", "/audit").body()).contains("\"entries\":[]");
        assertThat(by("admin", "GET", "/audit?kind=staff").body()).contains("\"helper\"");
    }

    private static void refused(String account) throws Exception {
        policy(
                SENDLIMIT_PORT,
                "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=400\ninstance=staff."
                        + System.nanoTime() + "\nclient_address=198.51.100.9\nsasl_username=" + account + "\n\n");
    }

    @Test
    void searchExplanationAndTailShowOnlyTheirDecisions() throws Exception {
        put("/accounts/" + OURS + "/state", "{\"status\": \"active\"}");
        String login = Base64.getEncoder().encodeToString("helper:it-admin-password".getBytes(StandardCharsets.UTF_8));
        HttpResponse<InputStream> tail = CLIENT.send(
                HttpRequest.newBuilder(URI.create(HTTP + "/api/v1/decisions/tail?client=198.51.100.9"))
                        .header("Authorization", "Basic " + login)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        refused(THEIRS);
        refused(OURS);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(by("admin", "GET", "/decisions?client=198.51.100.9")
                                .body())
                        .contains(OURS, THEIRS));
        assertThat(by("helper", "GET", "/decisions?limit=1000").body())
                .contains(OURS)
                .doesNotContain("theirs");
        assertThat(by("helper", "GET", "/decisions?account=" + THEIRS).body()).contains("\"entries\":[]");
        assertThat(by("idle", "GET", "/decisions").body()).contains("\"entries\":[]");
        assertThat(by("helper", "GET", "/decisions/" + reference(OURS)).statusCode())
                .isEqualTo(200);
        assertThat(by("helper", "GET", "/decisions/" + reference(THEIRS)).statusCode())
                .isEqualTo(404);
        StringBuilder read = new StringBuilder();
        try (InputStream body = tail.body()) {
            while (read.indexOf(OURS) < 0) {
                read.append((char) body.read());
            }
        }
        assertThat(read.toString()).doesNotContain("theirs");
    }

    private static String reference(String account) throws Exception {
        Matcher reference = Pattern.compile("\"reference\":\"([^\"]+)\"")
                .matcher(by("admin", "GET", "/decisions?limit=1&account=" + account)
                        .body());
        assertThat(reference.find()).isTrue();
        return reference.group(1);
    }

    @Test
    void onlyBlocksOfTheirAccountsAreSeenAndLifted() throws Exception {
        for (String account : List.of(OURS, THEIRS)) {
            for (int i = 0; i < 12; i++) {
                guess(account, account.equals(OURS) ? "10.32.1.1" : "10.32.2.1", i);
            }
        }
        String seen = by("helper", "GET", "/blocks?limit=1000").body();
        assertThat(seen)
                .contains("\"subject\":\"" + OURS + " 10.32.1.")
                .doesNotContain("theirs", "\"rule\":\"address\"");
        assertThat(by("idle", "GET", "/blocks").body()).contains("\"entries\":[]");
        String foreign = blockOf(THEIRS);
        assertThat(by("helper", "GET", "/blocks/" + foreign).statusCode()).isEqualTo(404);
        assertThat(by("helper", "DELETE", "/blocks/" + foreign).statusCode()).isEqualTo(404);
        assertThat(by("admin", "GET", "/blocks/" + foreign).statusCode()).isEqualTo(200);
        assertThat(by("helper", "DELETE", "/blocks/" + blockOf(OURS)).statusCode())
                .isEqualTo(204);
    }

    private static String blockOf(String account) throws Exception {
        Matcher id = Pattern.compile("\"id\":\"([0-9a-f]{16})\"")
                .matcher(by("admin", "GET", "/blocks?rule=account-network&account=" + account)
                        .body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static void guess(String login, String remote, int i) throws Exception {
        CLIENT.send(
                HttpRequest.newBuilder(URI.create(HTTP + "/auth/policy?command=report"))
                        .header("Content-Type", "application/json")
                        .header("X-API-Key", "it-secret-key-of-dovecot")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"device_id\":\"\",\"login\":\"" + login
                                + "\",\"protocol\":\"imap\",\"pwhash\":\"staff" + i + "\",\"remote\":\"" + remote
                                + "\",\"session_id\":\"s\",\"success\":false,\"policy_reject\":false,\"tls\":false}"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }
}
