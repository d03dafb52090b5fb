// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every change by the API has in common: its role, lost edits, the audit trail. */
class ChangesIT extends SekishoUnderTest {
    private static final String EVE = "/accounts/eve@changes.example";
    private static final String JSON = "{\"mailHost\": \"changes-a\", \"password\": \"open sesame\"}";

    @BeforeEach
    void directory() throws Exception {
        api("PUT", "/mail-hosts/changes-a", "{\"address\": \"192.0.2.33\", \"probe\": false}");
        api("PUT", "/domains/changes.example", "{}");
        api("DELETE", EVE, "");
        assertThat(api("PUT", EVE, JSON).statusCode()).isEqualTo(201);
    }

    @Test
    void anEditOfAStaleVersionIsRefused() throws Exception {
        String tag = api("GET", EVE, "").headers().firstValue("ETag").orElseThrow();
        assertThat(api("admin", "PUT", EVE, "{\"mailHost\": \"changes-a\", \"sendLimits\": \"10/1h\"}", "If-Match", tag)
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> late =
                api("admin", "PUT", EVE, "{\"mailHost\": \"changes-a\", \"sendLimits\": \"20/1h\"}", "If-Match", tag);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("\"status\":412");
        assertThat(api("GET", EVE, "").body()).contains("10/1h");
        assertThat(api("admin", "DELETE", EVE, "", "If-Match", tag).statusCode())
                .isEqualTo(412);
    }

    @Test
    void aMergePatchReplacesItsMembersAndKeepsTheOthers() throws Exception {
        api("PUT", EVE, """
                {"mailHost": "changes-a", "sendLimits": "60/1h", "permissions": {"imap": false, "pop3": false}}""");
        HttpResponse<String> patched = api("PATCH", EVE, """
                {"sendLimits": null, "permissions": {"pop3": null, "networks": "192.0.2.0/24"}}""");
        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
        assertThat(api("GET", EVE, "").body())
                .contains("\"mailHost\":\"changes-a\"")
                .contains("\"permissions\":{\"imap\":false,\"networks\":\"192.0.2.0/24\"}")
                .doesNotContain("sendLimits");
    }

    @Test
    void aMergePatchNamesEveryWrongMember() throws Exception {
        HttpResponse<String> wrong = api("PATCH", EVE, """
                {"permitImap": true, "sendLimits": "many", "permissions": {"imap": "yes"}}""");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .contains("\"field\":\"permitImap\"", "\"field\":\"sendLimits\"", "\"field\":\"permissions.imap\"");
    }

    @Test
    void aMergePatchOfAnotherVersionOrOfNoEntryIsRefused() throws Exception {
        String tag = api("GET", EVE, "").headers().firstValue("ETag").orElseThrow();
        assertThat(api("admin", "PATCH", EVE, "{\"sendLimits\": \"61/1h\"}", "If-Match", tag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(api("admin", "PATCH", EVE, "{\"sendLimits\": \"62/1h\"}", "If-Match", tag)
                        .statusCode())
                .isEqualTo(412);
        assertThat(api("PATCH", "/accounts/unknown@changes.example", "{}").statusCode())
                .isEqualTo(404);
    }

    /** Each request changes the present entry or gets 412: no request undoes another. */
    @Test
    void parallelMergePatchesLoseNoChange() throws Exception {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        List<String> names = List.of("plain", "cramMd5", "apop", "imap", "pop3", "smtp");
        for (String name : names) {
            String patch = "{\"permissions\": {\"" + name + "\": false}}";
            answers.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return api("PATCH", EVE, patch).statusCode();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<Integer> each : answers) {
            statuses.add(each.get(60, TimeUnit.SECONDS));
        }
        assertThat(statuses).isSubsetOf(200, 412).contains(200);
        String entry = api("GET", EVE, "").body();
        for (int i = 0; i < names.size(); i++) {
            assertThat(entry.contains("\"" + names.get(i) + "\":false"))
                    .as(names.get(i) + " " + statuses.get(i))
                    .isEqualTo(statuses.get(i) == 200);
        }
    }

    @Test
    void theTagOfAnAnswerToAPutIsThatOfTheNextGetAndSavesTheBody() throws Exception {
        HttpResponse<String> put = api("PUT", EVE, "{\"mailHost\": \"changes-a\", \"sendLimits\": \"30/1h\"}");
        String tag = put.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = api("admin", "GET", EVE, "", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void whatIsThereIsNotMadeAgainByIfNoneMatch() throws Exception {
        assertThat(api("admin", "PUT", EVE, JSON, "If-None-Match", "*").statusCode())
                .isEqualTo(412);
    }

    @Test
    void aChangeIsInTheAuditTrailWithAuthorAddressReasonAndWithoutSecrets() throws Exception {
        api(
                "admin",
                "PUT",
                EVE,
                "{\"mailHost\": \"changes-a\", \"password\": \"new sesame\", \"sendLimits\": \"40/1h\"}",
                "X-Reason",
                "ticket 4711, %E4%BE%9D%E9%A0%BC");
        String trail = api("GET", "/audit?kind=account&entry=eve@changes.example&limit=1", "")
                .body();
        assertThat(trail)
                .contains("\"by\":\"admin\"")
                .contains("\"client\":\"127.0.0.1\"")
                .contains("\"secrets\":\"password\"")
                .contains("\"reason\":\"ticket 4711, 依頼\"")
                .contains("\"sendLimits\":\"40/1h\"")
                .doesNotContain("sesame");
        assertThat(trail.indexOf("\"before\"")).isLessThan(trail.indexOf("\"after\""));
    }

    @Test
    void whatChangesNothingLeavesNoEntry() throws Exception {
        api("PUT", EVE, "{\"mailHost\": \"changes-a\", \"sendLimits\": \"50/1h\"}");
        String before =
                api("GET", "/audit?entry=eve@changes.example&limit=1", "").body();
        api("PUT", EVE, "{\"mailHost\": \"changes-a\", \"sendLimits\": \"50/1h\"}");
        assertThat(api("GET", "/audit?entry=eve@changes.example&limit=1", "").body())
                .isEqualTo(before);
    }

    @Test
    void aViewerSeesAndChangesNothing() throws Exception {
        assertThat(api("viewer", "GET", EVE, "").statusCode()).isEqualTo(200);
        assertThat(api("viewer", "PUT", EVE, JSON).statusCode()).isEqualTo(403);
        assertThat(api("viewer", "PUT", EVE + "/state", "{\"status\": \"suspended\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api("viewer", "DELETE", EVE, "").statusCode()).isEqualTo(403);
    }

    @Test
    void supportSetsStatesAndResetsCountersAndNoMore() throws Exception {
        assertThat(api("support", "PUT", EVE + "/state", "{\"status\": \"suspended\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(api("support", "DELETE", EVE + "/counters", "").statusCode()).isEqualTo(204);
        assertThat(api("support", "PUT", EVE, JSON).statusCode()).isEqualTo(403);
        assertThat(api("GET", "/audit?by=support&limit=2", "").body())
                .contains("\"kind\":\"counters\"")
                .contains("\"kind\":\"account-state\"");
    }

    @Test
    void withoutIfMatchTheLastOfManyWinsAndNoneFails() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            String json = "{\"mailHost\": \"changes-a\", \"sendLimits\": \"" + i + "/1h\"}";
            answers.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return api("PUT", EVE, json);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (CompletableFuture<HttpResponse<String>> each : answers) {
            assertThat(each.get(60, TimeUnit.SECONDS).statusCode())
                    .as(each.get().body())
                    .isEqualTo(200);
        }
    }

    @Test
    void onlyOneOfManyWritesWithTheSameIfMatchSucceeds() throws Exception {
        String tag = api("GET", EVE, "").headers().firstValue("ETag").orElseThrow();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            String json = "{\"mailHost\": \"changes-a\", \"sendLimits\": \"" + i + "/2h\"}";
            answers.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return api("admin", "PUT", EVE, json, "If-Match", tag).statusCode();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<Integer> each : answers) {
            statuses.add(each.get(60, TimeUnit.SECONDS));
        }
        assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
    }

    @Test
    void theVersionInAListIsTheTagAndHoldsForAPut() throws Exception {
        String tag = api("GET", EVE, "").headers().firstValue("ETag").orElseThrow();
        String version = tag.substring(1, tag.length() - 1);
        assertThat(api("GET", "/accounts?search=eve@changes.example", "").body())
                .contains("\"version\":\"" + version + "\"");
        String json =
                "{\"mailHost\": \"changes-a\", \"password\": \"another sesame\", \"version\": \"" + version + "\"}";
        assertThat(api("PUT", EVE, json).statusCode()).isEqualTo(200);
        assertThat(api("PUT", EVE, json).statusCode())
                .as("the password alone was changed")
                .isEqualTo(412);
        for (String path : List.of("/domains/changes.example", "/aliases/info@changes.example")) {
            api("PUT", "/aliases/info@changes.example", "{\"targets\": [\"eve@changes.example\"]}");
            String of = api("GET", path, "").headers().firstValue("ETag").orElseThrow();
            assertThat(api("GET", path.substring(0, path.lastIndexOf('/')) + "?limit=1000", "")
                            .body())
                    .contains("\"version\":" + of);
        }
        assertThat(api("GET", "/audit?entry=eve@changes.example&limit=1", "").body())
                .doesNotContain("\"version\"");
    }

    /** A reason that is too long makes the entry impossible, as a database that is away does. */
    @Test
    void whatHasNoEntryInTheTrailDoesNotHappen() throws Exception {
        String unwritable = "x".repeat(501);
        api("PUT", "/domains/changes.example", "{\"sendLimits\": \"100/1h\", \"poolLimits\": \"1000/1h\"}");
        api(
                "PUT",
                "/limits/scopes/changes",
                "{\"kind\": \"context\", \"subject\": \"changes\", \"sendLimits\": \"1000/1h\"}");
        Map<String, String> counters = Map.of(
                "eve", EVE + "/counters",
                "pool", "/domains/changes.example/counters",
                "scope", "/limits/scopes/changes/counters");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            policy(
                    SENDLIMIT_PORT,
                    "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=3\ninstance=changes."
                            + System.nanoTime() + "\nclient_address=198.51.100.29\npolicy_context=changes\n"
                            + "sasl_username=eve@changes.example\n\n");
            for (String each : counters.values()) {
                String body = api("GET", each, "").body();
                if (!body.contains("\"used\":") || body.contains("\"used\":0")) {
                    return false;
                }
            }
            return true;
        });
        for (String each : counters.values()) {
            String before = api("GET", each, "").body();
            assertThat(api("admin", "DELETE", each, "", "X-Reason", unwritable).statusCode())
                    .as(each)
                    .isEqualTo(400);
            assertThat(api("GET", each, "").body()).as(each).isEqualTo(before);
            assertThat(api("DELETE", each, "").statusCode()).isEqualTo(204);
            assertThat(api("GET", each, "").body()).as(each).contains("\"used\":0");
        }
    }

    @Test
    void anAccountThatIsMadeAgainInheritsNothing() throws Exception {
        api("PUT", EVE, "{\"mailHost\": \"changes-a\", \"sendLimits\": \"100/1h\"}");
        api("PUT", EVE + "/state", "{\"status\": \"suspended\", \"statusReason\": \"the former one\"}");
        api("PUT", EVE + "/state", "{\"status\": \"active\"}");
        api("PUT", "/exemptions/changes", "{\"subject\": \"eve@changes.example\", \"reason\": \"trusted\"}");
        api("PUT", "/limits/exemptions/changes", "{\"subject\": \"eve@changes.example\", \"reason\": \"trusted\"}");
        report("192.0.2.77", true, 0);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api("GET", EVE + "/logins", "").body().contains("192.0.2.0/24"));
        assertThat(api("GET", EVE + "/logins", "").body()).contains("192.0.2.77");
        for (int i = 0; i < 30 && blocks().contains("\"entries\":[]"); i++) {
            report("10.34.7.1", false, i);
        }
        assertThat(api("DELETE", EVE, "").statusCode()).isEqualTo(204);
        assertThat(api("PUT", EVE, JSON).statusCode()).isEqualTo(201);
        assertThat(api("GET", EVE + "/logins", "").body()).doesNotContain("192.0.2.");
        assertThat(api("GET", EVE + "/state", "").body())
                .contains("\"active\"")
                .doesNotContain("suspended", "the former one");
        assertThat(blocks()).contains("\"entries\":[]");
        assertThat(api("GET", "/exemptions/changes", "").statusCode()).isEqualTo(404);
        assertThat(api("GET", "/limits/exemptions/changes", "").statusCode()).isEqualTo(404);
        assertThat(api("GET", "/audit?kind=exemption&entry=changes&limit=1", "").body())
                .contains("trusted");
    }

    private static String blocks() throws Exception {
        return api("GET", "/blocks?account=eve@changes.example", "").body();
    }

    private static void report(String remote, boolean success, int i) throws Exception {
        CLIENT.send(
                HttpRequest.newBuilder(URI.create(HTTP + "/auth/policy?command=report"))
                        .header("Content-Type", "application/json")
                        .header("X-API-Key", "it-secret-key-of-dovecot")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"device_id\":\"\",\"login\":\"eve@changes.example\",\"protocol\":\"imap\",\"pwhash\":\"eve"
                                        + i + "\",\"remote\":\"" + remote + "\",\"session_id\":\"s\",\"success\":"
                                        + success
                                        + ",\"policy_reject\":false,\"tls\":false}"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    @Test
    void aWrongSearchNamesTheField() throws Exception {
        assertThat(api("GET", "/audit?from=yesterday", "").body()).contains("\"field\":\"from\"");
        assertThat(api("GET", "/audit?after=x", "").body()).contains("\"field\":\"after\"");
    }
}
