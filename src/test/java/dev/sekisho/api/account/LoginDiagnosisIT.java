// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoUnderTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why an account cannot log in, after logins by nginx's endpoint, through the API. */
class LoginDiagnosisIT extends SekishoUnderTest {
    private static final String FAY = "fay@why.example";
    private static final String PATH = "/accounts/" + FAY + "/login-diagnosis";

    @BeforeEach
    void directory() throws Exception {
        put("/mail-hosts/why-a", "{\"address\": \"192.0.2.91\", \"probe\": false}");
        put("/domains/why.example", "{}");
        put("/domains/other.why.example", "{}");
        put("/accounts/" + FAY, "{\"mailHost\": \"why-a\", \"secret\": \"{PLAIN}open\"}");
        put("/staff/helper", "{\"domains\": [\"why.example\"]}");
    }

    private static void put(String path, String json) throws Exception {
        HttpResponse<String> answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(200, 201);
    }

    private static void login(String client, String password) throws Exception {
        CLIENT.send(
                HttpRequest.newBuilder(URI.create(HTTP + "/auth/nginx"))
                        .header("X-Auth-Key", KEY)
                        .header("Auth-Method", "plain")
                        .header("Auth-Protocol", "imap")
                        .header("Auth-User", FAY)
                        .header("Auth-Pass", password)
                        .header("Auth-Login-Attempt", "1")
                        .header("Client-IP", client)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String diagnosis() throws Exception {
        return api("GET", PATH, "").body();
    }

    private static void expect(String text) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(diagnosis()).contains(text));
    }

    @Test
    void eachCauseIsFoundAndEndsWithIt() throws Exception {
        login("198.51.100.91", "open");
        expect("\"canLogIn\":\"yes\",\"summary\":\"Can log in. Last login from 198.51.100.91 by IMAP at ");

        login("203.0.113.91", "wrong");
        login("203.0.113.91", "wrong again");
        expect("\"summary\":\"Wrong password 2 times from 203.0.113.91, last at ");
        assertThat(diagnosis()).contains("\"canLogIn\":\"partly\"", "\"client\":\"198.51.100.91\"");

        for (int i = 0; i < 12; i++) {
            login("203.0.113.91", "guess " + i);
        }
        expect(
                "Cannot log in from 203.0.113.91: 203.0.113.0/24 blocked for this account by rule account-network until");
        String block = diagnosis().replaceAll("(?s).*\"block\":\"([0-9a-f]{16})\".*", "$1");

        put("/mail-hosts/why-a", "{\"address\": \"192.0.2.91\", \"probe\": false, \"state\": \"down\"}");
        assertThat(diagnosis())
                .contains("\"canLogIn\":\"no\",\"summary\":\"Cannot log in: mail host why-a is set down\"")
                .contains("blocked for this account");
        put("/accounts/" + FAY + "/state", "{\"status\": \"suspended\", \"statusReason\": \"unpaid\"}");
        assertThat(diagnosis())
                .contains("\"summary\":\"Cannot log in: suspended since ")
                .contains(" by admin: unpaid\"");
        put("/accounts/" + FAY + "/state", "{\"status\": \"active\"}");
        put("/mail-hosts/why-a", "{\"address\": \"192.0.2.91\", \"probe\": false, \"state\": \"up\"}");

        assertThat(api("DELETE", "/blocks/" + block, "").statusCode()).isEqualTo(204);
        assertThat(diagnosis()).doesNotContain("account-network").contains("Wrong password ");
        login("198.51.100.91", "open");
        expect("\"canLogIn\":\"yes\"");
    }

    @Test
    void anAddressThatTheUserNamesIsCheckedToo() throws Exception {
        assertThat(api("GET", PATH + "?client=localhost", "").body()).contains("\"field\":\"client\"");
        assertThat(api("GET", PATH + "?client=203.0.113.199", "").statusCode()).isEqualTo(200);
        assertThat(api("GET", "/accounts/absent@why.example/login-diagnosis", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void staffOfTheDomainSeeTheirAccountsAndTheClientsOfTheseOnly() throws Exception {
        login("198.51.100.92", "open");
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        api("helper", "GET", PATH + "?client=198.51.100.92", "").statusCode() == 200);
        assertThat(api("helper", "GET", PATH + "?client=203.0.113.198", "").statusCode())
                .isEqualTo(403);
        put("/accounts/gus@other.why.example", "{\"mailHost\": \"why-a\", \"secret\": \"{PLAIN}open\"}");
        assertThat(api("helper", "GET", "/accounts/gus@other.why.example/login-diagnosis", "")
                        .statusCode())
                .isEqualTo(404);
    }
}
