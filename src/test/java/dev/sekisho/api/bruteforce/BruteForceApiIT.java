// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Blocks, exemptions, and the endpoint that Dovecot queries; each test has clients and accounts of its own. */
class BruteForceApiIT extends SekishoUnderTest {
    private static final String DOVECOT = "it-secret-key-of-dovecot";

    private static HttpResponse<String> policy(String command, String header, String value, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(HTTP + "/auth/policy?command=" + command))
                        .header("Content-Type", "application/json")
                        .header(header, value)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String body(String login, String remote, String hash, String more) {
        return "{\"device_id\":\"\",\"login\":\"" + login + "\",\"protocol\":\"imap\",\"pwhash\":\"" + hash
                + "\",\"remote\":\"" + remote + "\",\"session_id\":\"s\"" + more + ",\"tls\":false}";
    }

    private static String allow(String login, String remote) throws IOException, InterruptedException {
        return policy("allow", "X-API-Key", DOVECOT, body(login, remote, "0a67", ""))
                .body();
    }

    private static void fail(String login, String remote, int times) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            HttpResponse<String> answer = policy(
                    "report",
                    "X-API-Key",
                    DOVECOT,
                    body(login, remote, "hash" + i, ",\"success\":false,\"policy_reject\":false"));
            assertThat(answer.body()).isEqualTo("{\"status\":0,\"msg\":\"\"}");
        }
    }

    private static String firstId(String blocks) {
        Matcher id = Pattern.compile("\"id\":\"([0-9a-f]{16})\"").matcher(blocks);
        assertThat(id.find()).as(blocks).isTrue();
        return id.group(1);
    }

    @Test
    void aBlockIsListedExplainedFilteredAndLiftedAtOnce() throws Exception {
        String allowed = "{\"status\":0,\"msg\":\"\"}";
        fail("unknown1@api.example", "10.31.1.1", 21);
        assertThat(allow("other@api.example", "10.31.1.1")).isEqualTo("{\"status\":-1,\"msg\":\"\"}");
        assertThat(allow("other@api.example", "10.31.1.2")).isEqualTo(allowed);

        String found = api("GET", "/blocks?address=10.31.1.1&rule=address", "").body();
        assertThat(found)
                .contains("\"rule\":\"address\"", "\"subject\":\"10.31.1.1\"", "\"effect\":\"block\"")
                .contains("21 distinct wrong passwords from one address; the limit is 20", "\"until\":\"20");
        assertThat(api("GET", "/blocks?address=10.31.1.2", "").body()).doesNotContain("10.31.1.1\"");
        assertThat(api("GET", "/blocks?account=other@api.example", "").body()).contains("\"entries\":[]");
        String id = firstId(found);
        assertThat(api("GET", "/blocks/" + id, "").body()).contains(id);

        assertThat(api("DELETE", "/blocks/" + id, "").statusCode()).isEqualTo(204);
        assertThat(api("DELETE", "/blocks/" + id, "").statusCode()).isEqualTo(404);
        assertThat(api("GET", "/audit?kind=block&entry=" + id, "").body()).contains("\"admin\"", "10.31.1.1");
        assertThat(api("GET", "/blocks?address=10.31.1.1&rule=address", "").body())
                .contains("\"entries\":[]");
    }

    @Test
    void blocksComeInPages() throws Exception {
        fail("unknown2@api.example", "10.31.2.1", 21);
        fail("unknown2@api.example", "10.31.2.2", 21);
        String first = api("GET", "/blocks?rule=address&limit=1", "").body();
        String next = api("GET", "/blocks?rule=address&limit=1&after=" + firstId(first), "")
                .body();
        assertThat(first).contains("\"next\":\"" + firstId(first));
        assertThat(firstId(next)).isGreaterThan(firstId(first));
    }

    @Test
    void anInvalidRequestForBlocksIsRefusedByItsField() throws Exception {
        assertThat(api("GET", "/blocks?rule=guessing", "").body()).contains("\"field\":\"rule\"");
        assertThat(api("GET", "/blocks?address=localhost", "").body()).contains("\"field\":\"address\"");
        assertThat(api("GET", "/blocks/ffff", "").statusCode()).isEqualTo(404);
    }

    @Test
    void anExemptionIsMadeHoldsAndEnds() throws Exception {
        fail("unknown3@api.example", "10.31.3.1", 21);
        assertThat(allow("other@api.example", "10.31.3.1")).contains("-1");
        String path = "/exemptions/office";
        String json =
                "{\"subject\": \"10.31.3.0/24\", \"reason\": \"our office\", \"expiresAt\": \"2099-01-01T00:00:00Z\"}";
        assertThat(api("PUT", path, json).statusCode()).isEqualTo(201);
        HttpResponse<String> again = api("PUT", path, api("GET", path, "").body());
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        assertThat(again.body())
                .contains(
                        "\"subject\":\"10.31.3.0/24\"",
                        "\"createdBy\":\"admin\"",
                        "\"expiresAt\":\"2099-01-01T00:00:00Z\"");
        assertThat(api("GET", "/exemptions", "").body()).contains("office");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> allow("other@api.example", "10.31.3.1").contains("0"));
        assertThat(api("DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(api("GET", path, "").statusCode()).isEqualTo(404);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> allow("other@api.example", "10.31.3.1").contains("-1"));
    }

    @Test
    void aWrongExemptionIsRefusedByItsFields() throws Exception {
        String answer = api("PUT", "/exemptions/wrong", "{\"subject\": \"10.31.0.7/16\", \"expiresAt\": \"tomorrow\"}")
                .body();
        assertThat(answer)
                .contains("\"field\":\"subject\"", "\"field\":\"reason\"", "\"field\":\"expiresAt\"")
                .contains("10.31.0.7/16 has bits behind its prefix; write 10.31.0.0/16");
    }

    @Test
    void dovecotNeedsItsKeyInEitherHeader() throws Exception {
        String request = body("a@api.example", "10.31.4.1", "0a67", "");
        assertThat(policy("allow", "X-API-Key", DOVECOT + "x", request).statusCode())
                .isEqualTo(403);
        assertThat(policy("allow", "X-Other", DOVECOT, request).statusCode()).isEqualTo(403);
        assertThat(policy("allow", "Authorization", basic("wforce:" + DOVECOT), request)
                        .statusCode())
                .isEqualTo(200);
        assertThat(policy("allow", "Authorization", basic("admin:it-admin-password"), request)
                        .statusCode())
                .isNotEqualTo(200);
        assertThat(policy("allow", "Authorization", "Basic %%%", request).statusCode())
                .isNotEqualTo(200);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatDovecotDoesNotSendGetsFourHundredAndNothingElse() throws Exception {
        String request = body("a@api.example", "10.31.4.1", "0a67", "");
        for (String[] each : new String[][] {
            {"reset", request},
            {"", request},
            {"allow", "{"},
            {"allow", "[]"},
            {"report", request},
            {"allow", "{\"login\":\"" + "x".repeat(70_000) + "\",\"remote\":\"\"}"},
        }) {
            HttpResponse<String> answer = policy(each[0], "X-API-Key", DOVECOT, each[1]);
            assertThat(answer.statusCode()).as(each[0]).isEqualTo(400);
            assertThat(answer.body()).isEmpty();
        }
    }

    /** An office whose Dovecot had lost its database: logins work again when it is back. */
    @Test
    void aFailureForAnotherReasonThanThePasswordIsNotAGuess() throws Exception {
        int remote = 0;
        for (String why : new String[] {"internal", "expired", "disabled"}) {
            String office = "10.32." + remote++ + ".1";
            for (int i = 0; i < 25; i++) {
                report("u" + i + "@api.example", office, "hash" + i, why);
            }
            assertThat(allow("u99@api.example", office)).as(why).isEqualTo("{\"status\":0,\"msg\":\"\"}");
        }
        for (int i = 0; i < 11; i++) {
            report("u" + i + "@api.example", "10.32.200.1", "hash", "account");
        }
        assertThat(allow("u99@api.example", "10.32.200.1")).contains("-1");
        assertThat(api("GET", "/blocks?address=10.32.200.1", "").body()).contains("\"unknown-users\"");
    }

    private static void report(String login, String remote, String hash, String failType)
            throws IOException, InterruptedException {
        String more = ",\"success\":false,\"policy_reject\":false,\"fail_type\":\"" + failType + "\"";
        assertThat(policy("report", "X-API-Key", DOVECOT, body(login, remote, hash, more))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void guessesWithoutAnAddressBlockTheAccountForClientsWithoutOneAndNoOtherLogin() throws Exception {
        fail("guessed@api.example", "", 11);
        assertThat(allow("guessed@api.example", "unix:")).isEqualTo("{\"status\":-1,\"msg\":\"\"}");
        assertThat(allow("guessed@api.example", "10.31.5.1")).isEqualTo("{\"status\":0,\"msg\":\"\"}");
        assertThat(allow("other@api.example", "unix:")).isEqualTo("{\"status\":0,\"msg\":\"\"}");
        assertThat(api("GET", "/blocks?account=guessed@api.example", "").body())
                .contains("\"subject\":\"guessed@api.example unknown-address\"", "\"effect\":\"block\"");
    }

    @Test
    void anExemptionIsNotNamedSoThatItLooksLikeAnother() throws Exception {
        HttpResponse<String> answer = api(
                "PUT", "/exemptions/office%E2%80%AE", "{\"subject\": \"10.31.6.0/24\", \"reason\": \"our office\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"name\"");
    }
}
