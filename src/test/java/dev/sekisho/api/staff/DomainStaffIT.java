// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoUnderTest;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Staff of some domains: "helper" manages mine.staff.example, "idle" none. No staff user manages theirs.staff.example.
 */
class DomainStaffIT extends SekishoUnderTest {
    private static final String OURS = "ann@mine.staff.example";
    private static final String THEIRS = "zoe@theirs.staff.example";

    @BeforeEach
    void directory() throws Exception {
        put("/mail-hosts/staff-a", "{\"address\": \"192.0.2.51\", \"probe\": false}");
        for (String domain : List.of("mine.staff.example", "theirs.staff.example")) {
            put("/domains/" + domain, "{\"sendLimits\": \"10/1h\", \"poolLimits\": \"500/1d\"}");
        }
        for (String address : List.of(OURS, THEIRS)) {
            put("/accounts/" + address, "{\"mailHost\": \"staff-a\", \"secret\": \"{PLAIN}open\"}");
            put("/aliases/info." + address, "{\"targets\": [\"" + address + "\"]}");
        }
        put("/aliases/@mine.staff.example", "{\"targets\": [\"" + OURS + "\"]}");
        put("/staff/helper", "{\"domains\": [\"MINE.staff.example\"]}");
    }

    private static void put(String path, String json) throws Exception {
        HttpResponse<String> answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(200, 201);
    }

    private static HttpResponse<String> by(String user, String method, String path) throws Exception {
        return api(user, method, path, "");
    }

    @Test
    void whatIsTheirsIsSeenAndChangedAndTheRestIsNotThere() throws Exception {
        String user = "helper";
        for (String path : List.of(
                "/accounts/%s",
                "/accounts/%s/state",
                "/accounts/%s/counters",
                "/accounts/%s/limits",
                "/accounts/%s/permissions",
                "/accounts/%s/app-passwords",
                "/limits/accounts/%s",
                "/aliases/info.%s")) {
            assertThat(by(user, "GET", path.formatted(OURS)).statusCode())
                    .as(path)
                    .isEqualTo(200);
            HttpResponse<String> foreign = by(user, "GET", path.formatted(THEIRS));
            assertThat(foreign.statusCode()).as(path).isEqualTo(404);
            assertThat(foreign.body()).doesNotContain("staff-a", "500/1d", "10/1h");
        }
        for (String path : List.of("/domains/%s", "/domains/%s/counters", "/limits/domains/%s")) {
            assertThat(by(user, "GET", path.formatted("mine.staff.example")).statusCode())
                    .as(path)
                    .isEqualTo(200);
            assertThat(by(user, "GET", path.formatted("theirs.staff.example")).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        String state = "{\"status\": \"suspended\"}";
        assertThat(api(user, "PUT", "/accounts/" + OURS + "/state", state).statusCode())
                .isEqualTo(200);
        assertThat(api(user, "PUT", "/accounts/" + THEIRS + "/state", state).statusCode())
                .isEqualTo(404);
        assertThat(by(user, "DELETE", "/accounts/" + OURS + "/counters").statusCode())
                .isEqualTo(204);
        assertThat(by(user, "DELETE", "/accounts/" + THEIRS + "/counters").statusCode())
                .isEqualTo(404);
        assertThat(by(user, "DELETE", "/domains/theirs.staff.example/counters").statusCode())
                .as("the pool is no domain's own to reset")
                .isEqualTo(403);
        String raise = raise("20/1h", 1);
        assertThat(api(user, "PUT", "/accounts/" + OURS + "/limits/temporary", raise)
                        .statusCode())
                .isEqualTo(200);
        assertThat(api(user, "PUT", "/accounts/" + THEIRS + "/limits/temporary", raise)
                        .statusCode())
                .isEqualTo(404);
        assertThat(by(user, "POST", "/mailboxes/" + THEIRS + "/changed").statusCode())
                .isEqualTo(404);
        assertThat(by("admin", "GET", "/accounts/" + THEIRS).body()).contains("\"status\":\"active\"");
    }

    private static String raise(String limit, int days) {
        return "{\"limit\": \"" + limit + "\", \"until\": \"" + Instant.now().plus(Duration.ofDays(days))
                + "\", \"reason\": \"a mailing\"}";
    }

    @Test
    void theyRaiseALimitWithinTheProvidersBounds() throws Exception {
        put("/accounts/" + OURS, "{\"mailHost\": \"staff-a\", \"sendLimits\": \"10/1h\"}");
        String path = "/accounts/" + OURS + "/limits/temporary";
        assertThat(api("helper", "PUT", path, raise("51/1h", 1)).body()).contains("\"field\":\"limit\"");
        assertThat(api("helper", "PUT", path, raise("50/1h", 8)).body()).contains("\"field\":\"until\"");
        assertThat(api("helper", "PUT", path, raise("50/1h", 6)).statusCode()).isEqualTo(200);
        assertThat(api("helper", "PUT", path, raise("250/1h", 6)).statusCode())
                .as("times the own limit, and not times the raised one")
                .isEqualTo(400);
        assertThat(api("support", "PUT", path, raise("900/1h", 90)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theyDoNotEndWhatTheProviderHasSet() throws Exception {
        String path = "/accounts/" + OURS + "/state";
        put(path, "{\"status\": \"suspended\", \"statusReason\": \"unpaid\"}");
        assertThat(api("helper", "PUT", path, "{\"status\": \"active\"}").statusCode())
                .isEqualTo(403);
        put(path, "{\"status\": \"active\"}");
        assertThat(api("helper", "PUT", path, "{\"status\": \"suspended\"}").statusCode())
                .isEqualTo(200);
        assertThat(api("helper", "PUT", path, "{\"status\": \"active\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void anAliasShowsNoMailboxOfAnotherDomain() throws Exception {
        String boss = "max@other.staff.example";
        put("/domains/other.staff.example", "{}");
        put("/accounts/" + boss, "{\"mailHost\": \"staff-a\", \"secret\": \"{PLAIN}open\"}");
        put("/aliases/boss@mine.staff.example", "{\"targets\": [\"" + boss + "\"]}");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api("GET", "/mailboxes/boss@mine.staff.example", "")
                        .body()
                        .contains(boss));
        HttpResponse<String> shown = by("helper", "GET", "/mailboxes/boss@mine.staff.example");
        assertThat(shown.statusCode()).isEqualTo(404);
        assertThat(shown.body()).doesNotContain("other", "staff-a");
        assertThat(by("helper", "POST", "/mailboxes/boss@mine.staff.example/changed")
                        .statusCode())
                .isEqualTo(404);
        assertThat(by("helper", "GET", "/mailboxes/" + OURS).statusCode()).isEqualTo(200);
        assertThat(by("admin", "DELETE", "/aliases/boss@mine.staff.example").statusCode())
                .isEqualTo(204);
    }

    @Test
    void countersOfScopesAndPoolsAreNoAccounts() throws Exception {
        for (String key : List.of("@sender%2Fboss@mine.staff.example", "@mine.staff.example")) {
            assertThat(by("helper", "DELETE", "/accounts/" + key + "/counters").statusCode())
                    .as(key)
                    .isEqualTo(400);
        }
    }

    @Test
    void aDomainThatIsMadeAgainHasNoPast() throws Exception {
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
    void aForeignAccountGetsTheSameAnswerAsAMissingOne() throws Exception {
        String foreign = by("helper", "GET", "/accounts/" + THEIRS).body();
        String nowhere = by("helper", "GET", "/accounts/unknown@nowhere.staff.example")
                .body()
                .replace("unknown@nowhere.staff.example", THEIRS);
        assertThat(foreign).isEqualTo(nowhere);
    }

    @Test
    void anAddressIsNotDisguised() throws Exception {
        for (String key : List.of(
                "ZOE@THEIRS.staff.example",
                "mine.staff.example%40theirs.staff.example",
                "x@mine.staff.example%40theirs.staff.example",
                "zoe@theirs.staff.example%20",
                "zoe%40theirs.staff.example",
                "@theirs.staff.example")) {
            assertThat(by("helper", "GET", "/accounts/" + key).statusCode())
                    .as(key)
                    .isEqualTo(404);
            assertThat(by("helper", "GET", "/accounts/" + key + "/counters").statusCode())
                    .as(key)
                    .isEqualTo(404);
        }
    }

    @Test
    void listsAndSearchesHaveWhatIsTheirsOnly() throws Exception {
        for (String path : List.of(
                "/accounts",
                "/accounts?search=staff.example",
                "/accounts?search=zoe",
                "/aliases",
                "/domains",
                "/accounts?after=m",
                "/domains?after=n")) {
            assertThat(by("helper", "GET", path + (path.contains("?") ? "&" : "?") + "limit=1000")
                            .body())
                    .as(path)
                    .doesNotContain("theirs");
        }
        assertThat(by("helper", "GET", "/accounts").body()).contains(OURS).doesNotContain("\"next\"");
        assertThat(by("helper", "GET", "/accounts?search=ANN").body()).contains(OURS);
        assertThat(by("helper", "GET", "/aliases").body()).contains("info." + OURS, "\"@mine.staff.example\"");
        String first = by("helper", "GET", "/aliases?limit=1").body();
        assertThat(first).contains("\"@mine.staff.example\"").contains("\"next\":\"@mine.staff.example\"");
        assertThat(by("helper", "GET", "/aliases?limit=1&after=@mine.staff.example")
                        .body())
                .contains("info." + OURS)
                .doesNotContain("\"next\"");
        assertThat(by("helper", "GET", "/domains").body()).contains("mine.staff.example");
        assertThat(by("admin", "GET", "/accounts?search=zoe@theirs").body()).contains(THEIRS);
    }

    @Test
    void theAuditTrailHasTheirChangesOnly() throws Exception {
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
    void decisionsAreTheirsInSearchExplanationAndTail() throws Exception {
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
    void blocksOfTheirAccountsAreSeenAndLiftedAndNoOthers() throws Exception {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mail-hosts",
                "/mail-hosts/staff-a",
                "/plans",
                "/limits/installation",
                "/limits/scopes",
                "/limits/exemptions",
                "/exemptions",
                "/installation",
                "/reports/challenge-methods",
                "/staff",
                "/staff/helper"
            })
    void whatIsOfNoDomainIsForbidden(String path) throws Exception {
        assertThat(by("helper", "GET", path).statusCode()).isEqualTo(403);
    }

    @Test
    void whatSupportMayNotTheyMayNeither() throws Exception {
        assertThat(api("helper", "PUT", "/accounts/" + OURS, "{\"mailHost\": \"staff-a\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(by("helper", "DELETE", "/accounts/" + OURS).statusCode()).isEqualTo(403);
        assertThat(api("helper", "PUT", "/aliases/x@mine.staff.example", "{\"targets\": [\"a@example.org\"]}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api("helper", "PUT", "/staff/helper", "{\"domains\": [\"theirs.staff.example\"]}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api("helper", "POST", "/accounts/import", "{}").statusCode()).isIn(403, 415);
    }

    @Test
    void whoLooksAfterNothingSeesNothingAndARightEndsAtOnceAlsoWithItsDomain() throws Exception {
        assertThat(by("idle", "GET", "/accounts").body()).contains("\"entries\":[]");
        assertThat(by("idle", "GET", "/aliases").body()).contains("\"entries\":[]");
        assertThat(by("idle", "GET", "/domains").body()).contains("\"entries\":[]");
        assertThat(by("idle", "GET", "/accounts/" + OURS).statusCode()).isEqualTo(404);
        put("/domains/brief.staff.example", "{}");
        put("/staff/idle", "{\"domains\": [\"brief.staff.example\"]}");
        assertThat(by("idle", "GET", "/domains").body()).contains("brief.staff.example");
        assertThat(by("admin", "DELETE", "/domains/brief.staff.example").statusCode())
                .isEqualTo(204);
        put("/domains/brief.staff.example", "{}");
        assertThat(by("idle", "GET", "/domains").body()).contains("\"entries\":[]");
        assertThat(by("admin", "DELETE", "/staff/idle").statusCode()).isEqualTo(204);
        assertThat(by("admin", "GET", "/staff/idle").statusCode()).isEqualTo(404);
    }

    @Test
    void aWrongEntryIsRefusedByItsFields() throws Exception {
        assertThat(api("PUT", "/staff/x", "{\"domains\": [\"mine.staff.example\", \"none.staff.example\"]}")
                        .body())
                .contains("\"field\":\"domains[1]\"");
        assertThat(api("PUT", "/staff/x", "{\"domains\": [" + "\"a.example\",".repeat(100) + "\"a.example\"]}")
                        .body())
                .contains("at most 100");
    }
}
