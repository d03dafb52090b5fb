// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What staff of some domains see and change. */
class DomainStaffIT extends DomainStaffDirectory {
    @Test
    void staffSeeAndChangeTheirDomainAndGet404ForOthers() throws Exception {
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
                .as("staff of a domain may not reset its pool")
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
    void staffRaiseALimitWithinTheBoundsOfTheProvider() throws Exception {
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
    void staffCannotEndASuspensionOfTheProvider() throws Exception {
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
    void countersOfScopesAndPoolsAreNotAccounts() throws Exception {
        for (String key : List.of("@sender%2Fboss@mine.staff.example", "@mine.staff.example")) {
            assertThat(by("helper", "DELETE", "/accounts/" + key + "/counters").statusCode())
                    .as(key)
                    .isEqualTo(400);
        }
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
    void anEncodedAddressGivesNoAccess() throws Exception {
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
    void listsAndSearchesShowOnlyTheirDomains() throws Exception {
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
    void resourcesWithoutADomainAreForbidden(String path) throws Exception {
        assertThat(by("helper", "GET", path).statusCode()).isEqualTo(403);
    }

    @Test
    void staffHaveNoMoreRightsThanSupport() throws Exception {
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
    void staffWithoutDomainsSeeNothingAndARightEndsWithItsDomain() throws Exception {
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
