// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoUnderTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Plans, scopes, exemptions and raises by the API, and what send limits makes of them within a second. */
class LimitsApiIT extends SekishoUnderTest {
    private static final String PASS = "action=DUNNO";
    private static final String ADA = "ada@rules.example";
    private static final String ACCOUNT = "/accounts/" + ADA;
    private static final String LIMITS = ACCOUNT + "/limits";

    @BeforeEach
    void directory() throws Exception {
        put("/mail-hosts/rules-a", "{\"address\": \"192.0.2.61\", \"probe\": false}");
        put("/domains/rules.example", "{\"sendLimits\": \"40/1h\"}");
        put("/plans/gold", "{\"sendLimits\": \"30/1h\"}");
        account("\"plan\": \"gold\"");
        api("DELETE", LIMITS + "/temporary", "");
        api("DELETE", ACCOUNT + "/counters", "");
    }

    /** The effect on clients of other accounts. */
    @AfterEach
    void leaveNothing() throws Exception {
        api("DELETE", "/limits/exemptions/it", "");
        api("DELETE", "/limits/scopes/it", "");
    }

    @Test
    void theNearestLimitAppliesAndTheApiNamesItsOwner() throws Exception {
        awaitLimit("30/1h", "plan");
        account("\"plan\": \"gold\", \"sendLimits\": \"20/1h\"");
        awaitLimit("20/1h", "account");
        account("\"sendLimits\": \"inherit\"");
        awaitLimit("40/1h", "domain");
        put("/domains/rules.example", "{\"poolLimits\": \"messages 90/day\"}");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(shown(LIMITS)).contains("\"limit\":\"messages90/day\",\"scope\":\"domain\""));
    }

    @Test
    void aPlanInUseIsNotDeletedAndAnUnknownOneIsRefused() throws Exception {
        assertThat(api("DELETE", "/plans/gold", "").statusCode()).isEqualTo(409);
        var answer = api("PUT", ACCOUNT, "{\"mailHost\": \"rules-a\", \"plan\": \"silver\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"plan\"");
    }

    @Test
    void aRaiseHoldsWithinASecondAndKeepsWhatWasCounted() throws Exception {
        awaitLimit("30/1h", "plan");
        assertThat(end(30)).isEqualTo(PASS);
        assertThat(end(1)).startsWith("action=450 ");
        var wrong = api("PUT", LIMITS + "/temporary", """
                {"limit": "20/1h", "until": "2099-01-01T00:00:00Z", "reason": "x"}""");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("raises no limit");
        put(LIMITS + "/temporary", """
                {"limit": "100/1h", "until": "2099-01-01T00:00:00Z", "reason": "newsletter"}""");
        awaitLimit("100/1h", "plan");
        assertThat(shown(LIMITS))
                .contains("\"raised\":true", "\"used\":30", "\"reason\":\"newsletter\"", "\"by\":\"admin\"");
        assertThat(end(70)).isEqualTo(PASS);
        assertThat(api("DELETE", LIMITS + "/temporary", "").statusCode()).isEqualTo(204);
        awaitLimit("30/1h", "plan");
        assertThat(end(1)).startsWith("action=450 ");
    }

    @Test
    void anExemptionHoldsUntilItIsDeleted() throws Exception {
        awaitLimit("30/1h", "plan");
        put("/limits/exemptions/it", "{\"subject\": \"@rules.example\", \"reason\": \"move\"}");
        await().atMost(Duration.ofSeconds(5)).until(() -> shown(LIMITS).contains("\"exemption\":\"it\""));
        assertThat(end(500)).isEqualTo(PASS);
        assertThat(shown("/limits/exemptions")).contains("\"createdBy\":\"admin\"");
        assertThat(api("DELETE", "/limits/exemptions/it", "").statusCode()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(5)).until(() -> !shown(LIMITS).contains("\"exemption\""));
        assertThat(end(500)).startsWith("action=450 ");
    }

    @Test
    void aNetworkHasLimitsAndAPolicyForUnauthenticatedMail() throws Exception {
        put("/limits/scopes/it", "{\"kind\": \"network\", \"subject\": \"203.0.113.0/24\", \"sendLimits\": \"5/1h\"}");
        api("DELETE", "/limits/scopes/it/counters", "");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> request("", 5, "203.0.113.9").equals(PASS)
                        && !request("", 5, "203.0.113.9").equals(PASS));
        assertThat(shown("/limits/scopes/it/counters")).contains("\"used\":5");
        put("/limits/scopes/it", "{\"kind\": \"network\", \"subject\": \"203.0.113.0/24\", \"noLogin\": \"refuse\"}");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(request("", 1, "203.0.113.9")).startsWith("action=550 5.7.1 Mail without"));
        assertThat(request("", 1, "198.51.100.9")).isEqualTo(PASS);
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        var answer = api("PUT", "/limits/scopes/it", """
                {"kind": "network", "subject": "nowhere", "sendLimits": "5/1h block 200%", "noLogin": "perhaps"}""");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"field\":\"subject\"", "\"field\":\"sendLimits\"", "\"field\":\"noLogin\"");
        assertThat(api("PUT", "/limits/exemptions/it", "{\"subject\": \"nowhere\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(api("GET", "/limits/exemptions/it", "").statusCode()).isEqualTo(404);
    }

    /** Each change is read back at once, many times: a former version answered up to a second too early. */
    @RepeatedTest(5)
    void aChangeAppliesToTheNextDecisionAsSoonAsTheApiHasAnswered() throws Exception {
        String user = "u" + UUID.randomUUID().toString().substring(0, 8) + "@rules.example";
        put("/accounts/" + user, "{\"mailHost\": \"rules-a\", \"secret\": \"{PLAIN}x\", \"sendLimits\": \"1/1h\"}");
        refused(user, "a new account");
        put("/limits/accounts/" + user, "{\"sendLimits\": \"1000/1h\"}");
        passes(user, "an account's limits");
        api("DELETE", "/limits/accounts/" + user, "");
        put("/limits/domains/rules.example", "{\"sendLimits\": \"1/1h\"}");
        refused(user, "a domain's limits");
        put("/accounts/" + user, "{\"mailHost\": \"rules-a\", \"secret\": \"{PLAIN}x\", \"plan\": \"gold\"}");
        passes(user, "an account's plan");
        put("/plans/gold", "{\"sendLimits\": \"1/1h\"}");
        refused(user, "a plan's limits");
        put(
                "/accounts/" + user + "/limits/temporary",
                "{\"limit\": \"500/1h\", \"until\": \"2099-01-01T00:00:00Z\", \"reason\": \"x\"}");
        passes(user, "a temporary limit");
        api("DELETE", "/accounts/" + user + "/limits/temporary", "");
        refused(user, "the end of a temporary limit");
        put("/limits/exemptions/it", "{\"subject\": \"" + user + "\", \"reason\": \"x\"}");
        passes(user, "an exemption");
        put("/limits/exemptions/it", "{\"subject\": \"203.0.113.0/24\", \"reason\": \"x\"}");
        refused(user, "an exemption that is another's now");
        assertThat(request(user, 2, "203.0.113.77")).isEqualTo(PASS);
        put("/plans/gold", "{\"sendLimits\": \"1000/1h\"}");
        put("/limits/domains/rules.example/pool", "{\"sendLimits\": \"1/1h\"}");
        refused(user, "a domain's shared limits");
        api("DELETE", "/limits/domains/rules.example/pool", "");
        passes(user, "the end of a domain's shared limits");
        put("/limits/scopes/it", "{\"kind\": \"sender\", \"subject\": \"x@rules.example\", \"sendLimits\": \"1/1h\"}");
        refused(user, "a scope");
        api("DELETE", "/limits/scopes/it", "");
        passes(user, "the end of a scope");
        put("/accounts/" + user, "{\"mailHost\": \"rules-a\", \"secret\": \"{PLAIN}x\", \"permitSending\": false}");
        refused(user, "a permission");
        assertThat(api("DELETE", "/accounts/" + user, "").statusCode()).isEqualTo(204);
        passes(user, "an account that is deleted");
        put("/limits/installation", "{\"sendLimits\": \"1/1h\"}");
        refused(user, "the installation's limits");
        put("/limits/installation", "{\"sendLimits\": \"unlimited\"}");
        passes(user, "the installation's limits, taken away");
    }

    @RepeatedTest(3)
    void anAliasAppliesToTheNextRequestAsSoonAsTheApiHasAnswered() throws Exception {
        put("/domains/rules.example", "{\"unknownRecipient\": \"reject\"}");
        String alias = "a" + UUID.randomUUID().toString().substring(0, 8) + "@rules.example";
        assertThat(recipient(alias)).doesNotContain(PASS);
        put("/aliases/" + alias, "{\"targets\": [\"" + ADA + "\"]}");
        assertThat(recipient(alias)).isEqualTo(PASS);
        put("/aliases/" + alias, "{\"targets\": [\"no-account@rules.example\"]}");
        assertThat(recipient(alias)).as("other targets").doesNotContain(PASS);
        assertThat(api("DELETE", "/aliases/" + alias, "").statusCode()).isEqualTo(204);
        assertThat(recipient(alias)).doesNotContain(PASS);
    }

    @Test
    void keysThatNoTableHoldsAreRefusedAndStopNoWriter() throws Exception {
        String tooLong = "a".repeat(400);
        for (String path : new String[] {
            "/accounts/" + tooLong + "@rules.example/counters", "/domains/" + tooLong + "/counters",
        }) {
            assertThat(api("DELETE", path, "").statusCode()).as(path).isIn(400, 404);
        }
        put("/limits/installation", "{\"sendLimits\": \"1/1h\"}");
        try {
            // The same login counts each time, although no column holds it.
            String login = tooLong + "@rules.example";
            assertThat(request(login, 1, "192.0.2.7")).isEqualTo(PASS);
            assertThat(request(login, 1, "192.0.2.7")).startsWith("action=450 ");
            assertThat(request("@rules.example", 1, "192.0.2.7")).isEqualTo(PASS);
        } finally {
            put("/limits/installation", "{\"sendLimits\": \"unlimited\"}");
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(shown("/status"))
                        .contains("\"database\":true", "\"unwrittenAccounts\":0")
                        .containsPattern(
                                "\"name\":\"send-counters\",\"progressing\":true,\"lastSuccess\":\"[^\"]+\",\"waiting\":0"
                                        + ",\"waitingSeconds\":0,\"setAside\":0"));
    }

    private static void refused(String login, String what) throws Exception {
        assertThat(end(login)).as(what).doesNotContain(PASS);
    }

    private static void passes(String login, String what) throws Exception {
        assertThat(end(login)).as(what).isEqualTo(PASS);
    }

    private static String end(String login) throws Exception {
        return request(login, 2, "192.0.2.7");
    }

    private static String recipient(String address) throws Exception {
        return policy(
                QUOTA_PORT,
                "request=smtpd_access_policy\nprotocol_state=RCPT\nsize=1000\nsender=x@else.example\nrecipient="
                        + address + "\ninstance=" + UUID.randomUUID() + "\nclient_address=192.0.2.7\n\n");
    }

    private static void account(String members) throws Exception {
        put(ACCOUNT, "{\"mailHost\": \"rules-a\", \"secret\": \"{PLAIN}x\", " + members + "}");
    }

    private static void awaitLimit(String limit, String from) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(shown(LIMITS))
                        .contains("\"limit\":\"" + limit + "\",\"scope\":\"account\",\"from\":\"" + from + "\""));
    }

    private static String end(int recipients) throws Exception {
        return request(ADA, recipients, "192.0.2.7");
    }

    private static String request(String login, int recipients, String client) throws Exception {
        return policy(
                SENDLIMIT_PORT,
                "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=" + recipients
                        + "\ninstance="
                        + UUID.randomUUID() + "\nsize=1000\nsender=x@rules.example\nclient_address=" + client
                        + "\nsasl_username=" + login + "\n\n");
    }

    private static String shown(String path) throws Exception {
        return api("GET", path, "").body().replaceAll("\\s", "");
    }

    private static void put(String path, String json) throws Exception {
        var answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }
}
