// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoUnderTest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API as an operator's script uses it. */
class AdminApiIT extends SekishoUnderTest {
    private static final String ADA = "/accounts/ada@api.example";

    @BeforeEach
    void directory() throws Exception {
        assertThat(api("PUT", "/mail-hosts/api-a", "{\"address\": \"192.0.2.31\"}")
                        .statusCode())
                .isIn(200, 201);
        assertThat(api("PUT", "/domains/api.example", "{}").statusCode()).isIn(200, 201);
        api("DELETE", ADA, "");
    }

    @Test
    void puttingTwiceMakesOnceAndChangesNothing() throws Exception {
        String json = "{\"mailHost\": \"api-a\", \"password\": \"open sesame\", \"sendLimits\": \"100/1h\"}";
        HttpResponse<String> made = api("PUT", ADA, json);
        HttpResponse<String> again = api("PUT", ADA, json);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("\"sendLimits\":\"100/1h\"");
    }

    @Test
    void theStatusListsListenersHostsClusterAndStoresAndNeedsARoleForAllDomains() throws Exception {
        // Mail hosts are read from memory, so they appear with its next refresh.
        await().atMost(Duration.ofSeconds(5))
                .until(() -> api("GET", "/status", "").body().contains("{\"name\":\"api-a\",\"state\":\"up\"}"));
        HttpResponse<String> status = api("viewer", "GET", "/status", "");
        assertThat(status.statusCode()).as(status.body()).isEqualTo(200);
        JsonObject body;
        try (JsonReader reader = Json.createReader(new StringReader(status.body()))) {
            body = reader.readObject();
        }
        assertThat(body.getJsonArray("listeners").getValuesAs(JsonObject.class))
                .extracting(each -> each.getString("name") + " " + each.getBoolean("bound"))
                .containsExactlyInAnyOrder("sendlimit true", "quota true");
        assertThat(body.getJsonObject("cluster").getBoolean("clustered")).isFalse();
        assertThat(body.getJsonObject("cluster").getJsonArray("nodes")).isEmpty();
        assertThat(body.getJsonObject("stores").getBoolean("database")).isTrue();
        assertThat(body.getJsonObject("stores").getBoolean("countersLoaded")).isTrue();
        assertThat(api("helper", "GET", "/status", "").statusCode()).isEqualTo(403);
    }

    @Test
    void goodLoginsAreShownByClientProtocolAndMethodWithTheirNetworks() throws Exception {
        // No server greets there, and nothing probes it.
        api("PUT", "/mail-hosts/api-b", "{\"address\": \"192.0.2.32\", \"probe\": false}");
        api("PUT", ADA, "{\"mailHost\": \"api-b\", \"secret\": \"{PLAIN}open sesame\"}");
        for (String password : new String[] {"open%20sesame", "open%20sesame", "wrong"}) {
            CLIENT.send(
                    HttpRequest.newBuilder(URI.create(HTTP + "/auth/nginx"))
                            .header("X-Auth-Key", KEY)
                            .header("Auth-Method", "plain")
                            .header("Auth-User", "ada@api.example")
                            .header("Auth-Pass", password)
                            .header("Auth-Protocol", "imap")
                            .header("Auth-Login-Attempt", "1")
                            .header("Client-IP", "198.51.100.77")
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
        HttpResponse<String> logins = api("GET", ADA + "/logins", "");
        assertThat(logins.body())
                .containsPattern(
                        "\"at\":\"20[^\"]*Z\",\"client\":\"198.51.100.77\",\"protocol\":\"imap\",\"method\":\"plain\",\"times\":2}");
        await().untilAsserted(() -> assertThat(api("GET", ADA + "/logins", "").body())
                .contains("\"network\":\"198.51.100.0/24\",\"lastOn\":\"" + LocalDate.now(ZoneOffset.UTC)));
        assertThat(api("GET", "/accounts/unknown@api.example/logins", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void noSecretEverComesOut() throws Exception {
        api("PUT", ADA, "{\"mailHost\": \"api-a\", \"secret\": \"{PLAIN}open sesame\"}");
        assertThat(api("GET", ADA, "").body())
                .contains("ada@api.example")
                .doesNotContain("sesame")
                .doesNotContain("PLAIN");
        assertThat(api("GET", "/accounts?limit=1000", "").body()).doesNotContain("sesame");
    }

    @Test
    void aProblemNamesEachWrongFieldAndNothingIsWritten() throws Exception {
        HttpResponse<String> answer = api(
                "PUT",
                ADA,
                "{\"mailHost\": \"api-a\", \"password\": \"x\", \"sendLimits\": \"100 per hour\", \"permissions\": {\"imap\": \"yes\"}}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("\"field\":\"sendLimits\"").contains("\"field\":\"permissions.imap\"");
        assertThat(api("GET", ADA, "").statusCode()).isEqualTo(404);
    }

    @Test
    void anUnknownFieldIsRefusedByName() throws Exception {
        HttpResponse<String> answer =
                api("PUT", ADA, "{\"mailHost\": \"api-a\", \"password\": \"x\", \"passwort\": \"y\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"passwort\"");
    }

    @Test
    void aSuspensionUntilBeyondTheYear9999IsAWrongField() throws Exception {
        api("PUT", ADA, "{\"mailHost\": \"api-a\", \"password\": \"x\"}");
        HttpResponse<String> answer = api(
                "PUT", ADA + "/state", "{\"status\": \"suspended\", \"statusUntil\": \"+999999999-12-31T23:59:59Z\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"statusUntil\"", "9999-12-31T23:59:59Z");
    }

    @Test
    void halfOfASurrogatePairIsAWrongField() throws Exception {
        HttpResponse<String> answer =
                api("PUT", "/aliases/half@api.example", "{\"targets\": [\"\\ud800@example.org\"]}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"targets[0]\"");
    }

    @Test
    void whatStandsBehindTheObjectIsRefused() throws Exception {
        for (String body : new String[] {"{}{\"mailHost\": \"api-a\"}", "{} trailing"}) {
            assertThat(api("PUT", "/domains/behind.example", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(api("GET", "/domains/behind.example", "").statusCode()).isEqualTo(404);
    }

    @Test
    void anUnknownFieldIsRefusedWithThoseThatAreKnown() throws Exception {
        api("PUT", ADA, "{\"mailHost\": \"api-a\", \"password\": \"x\"}");
        assertThat(api("PUT", ADA + "/state", "{\"status\": \"suspended\", \"until\": \"2099-01-01T00:00:00Z\"}")
                        .body())
                .contains("is unknown; known are status, statusReason, statusUntil");
    }

    @Test
    void aMissingMailHostIsReportedAsThatField() throws Exception {
        HttpResponse<String> answer = api("PUT", ADA, "{\"mailHost\": \"nowhere\", \"password\": \"x\"}");
        assertThat(answer.statusCode()).isIn(400, 409);
        assertThat(answer.body()).contains("mailHost");
    }

    @Test
    void whatIsNeededIsNotDeleted() throws Exception {
        api("PUT", ADA, "{\"mailHost\": \"api-a\", \"password\": \"x\"}");
        assertThat(api("DELETE", "/mail-hosts/api-a", "").statusCode()).isEqualTo(409);
        assertThat(api("DELETE", "/domains/api.example", "").statusCode()).isEqualTo(409);
        assertThat(api("DELETE", ADA, "").statusCode()).isEqualTo(204);
        assertThat(api("DELETE", ADA, "").statusCode()).isEqualTo(404);
    }

    @Test
    void nonsenseGetsAProblemAndNoStackTrace() throws Exception {
        for (String body : new String[] {"{", "[]", "\"text\"", "{\"mailHost\": {\"a\": []}}", "null"}) {
            HttpResponse<String> answer = api("PUT", ADA, body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).as(body).contains("\"status\":400").doesNotContain("Exception");
        }
        assertThat(api("PUT", "/accounts/not-an-address", "{}").statusCode()).isEqualTo(400);
        assertThat(api("GET", "/nothing/here", "").statusCode()).isEqualTo(404);
        assertThat(api("POST", ADA, "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void aliasesAndInstallationLimitsArePutReadAndListed() throws Exception {
        assertThat(api("PUT", "/aliases/info@api.example", "{\"targets\": [\"ada@api.example\"]}")
                        .statusCode())
                .isIn(200, 201);
        assertThat(api("GET", "/aliases/INFO@api.example", "").body()).contains("ada@api.example");
        assertThat(api("GET", "/aliases", "").body()).contains("info@api.example");
        assertThat(api("DELETE", "/aliases/info@api.example", "").statusCode()).isEqualTo(204);
        assertThat(api("GET", "/limits/installation", "").statusCode()).isEqualTo(200);
    }

    @Test
    void eachPermissionIsShownWithItsSource() throws Exception {
        api(
                "PUT",
                "/domains/api.example",
                "{\"permissions\": {\"pop3\": false, \"blockedNetworks\": \"192.0.2.0/24\"}}");
        api("PUT", ADA, "{\"mailHost\": \"api-a\", \"password\": \"x\", \"permissions\": {\"apop\": false}}");
        assertThat(api("GET", ADA + "/permissions", "").body())
                .contains(
                        "{\"name\":\"apop\",\"value\":\"false\",\"from\":\"account\"}",
                        "{\"name\":\"pop3\",\"value\":\"false\",\"from\":\"domain\"}",
                        "{\"name\":\"blockedNetworks\",\"value\":\"192.0.2.0/24\",\"from\":\"domain\"}",
                        "{\"name\":\"imap\",\"value\":\"true\",\"from\":\"installation\"}");
        assertThat(api("GET", "/accounts/unknown@api.example/permissions", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void theExamplesOfTheDocumentAreTakenAndNameWhatThereIs() throws Exception {
        // Names of this test's own: other tests have an example.org.
        String text = get("/openapi?format=JSON")
                .body()
                .replace("example.org", "docs.example")
                .replace("mail1", "docs-mail1");
        JsonObject schemas;
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            schemas = reader.readObject().getJsonObject("components").getJsonObject("schemas");
        }
        schemas.forEach((name, schema) -> {
            if (name.endsWith("Body") && !name.startsWith("Page")) {
                assertThat(schema.asJsonObject().getJsonObject("properties").keySet())
                        .as(name)
                        .containsAll(
                                schema.asJsonObject().getJsonObject("example").keySet());
            }
        });
        String alice = "/accounts/alice@docs.example";
        for (String[] each : new String[][] {
            {"/mail-hosts/docs-mail1", "MailHostBody"},
            {"/mail-hosts/docs-mail1/addresses/192.0.2.21", "MailHostAddressBody"},
            {"/domains/docs.example", "DomainBody"},
            {"/limits/domains/docs.example", "LimitsBody"},
            {"/plans/small", "PlanBody"},
            {alice, "AccountBody"},
            {alice + "/state", "AccountStateBody"},
            {alice + "/limits/temporary", "Temporary"},
            {"/aliases/sales@docs.example", "AliasBody"},
            {"/staff/helga", "StaffBody"},
            {"/limits/scopes/web", "SendScopeBody"},
            {"/limits/exemptions/office", "ExemptionBody"},
            {"/exemptions/office", "ExemptionBody"},
        }) {
            String example =
                    schemas.getJsonObject(each[1]).getJsonObject("example").toString();
            if (each[0].equals(alice)) {
                example = example.substring(0, example.length() - 1) + ", \"password\": \"open sesame\"}";
            }
            HttpResponse<String> answer = api("PUT", each[0], example);
            assertThat(answer.statusCode()).as(each[0] + answer.body()).isIn(200, 201, 204);
        }
        HttpResponse<String> made = api(
                "POST",
                alice + "/app-passwords",
                schemas.getJsonObject("AppPasswordBody")
                        .getJsonObject("example")
                        .toString());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        for (String path : new String[] {
            "/limits/scopes/web", "/limits/exemptions/office", "/exemptions/office", "/staff/helga", alice
        }) {
            assertThat(api("DELETE", path, "").statusCode()).as(path).isEqualTo(204);
        }
    }
}
