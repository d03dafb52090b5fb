// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** Actions of operators in a real browser: blocks, decisions, temporary limits, plans, moves. */
class ConsoleActionsIT extends BrowserUnderTest {
    private static final String DORA = "dora@acts.example";
    private static final String ACCOUNT = "account.xhtml?address=dora%40acts.example";

    @BeforeEach
    void directory() throws Exception {
        put("/mail-hosts/acts-a", "{\"address\": \"192.0.2.51\", \"probe\": false}");
        put("/mail-hosts/acts-b", "{\"address\": \"192.0.2.52\", \"probe\": false}");
        put("/domains/acts.example", "{\"sendLimits\": \"50/1h\"}");
        put("/accounts/" + DORA, "{\"mailHost\": \"acts-a\", \"secret\": \"{PLAIN}open\"}");
        api("DELETE", "/accounts/" + DORA + "/move", "");
        api("DELETE", "/accounts/" + DORA + "/limits/temporary", "");
        api("DELETE", "/accounts/" + DORA + "/counters", "");
    }

    private static void put(String path, String json) throws Exception {
        HttpResponse<String> answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(200, 201);
    }

    /** A guesser at Dovecot's own service. */
    private static void guess(String login, String remote, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            CLIENT.send(
                    HttpRequest.newBuilder(URI.create(HTTP + "/auth/policy?command=report"))
                            .header("Content-Type", "application/json")
                            .header("X-API-Key", "it-secret-key-of-dovecot")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"device_id\":\"\",\"login\":\"" + login
                                                    + "\",\"protocol\":\"imap\",\"pwhash\":\"hash" + i
                                                    + "\",\"remote\":\"" + remote
                                                    + "\",\"session_id\":\"s\",\"success\":false,\"policy_reject\":false,\"tls\":false}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String send(int recipients) throws Exception {
        return policy(
                SENDLIMIT_PORT,
                "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=" + recipients
                        + "\nclient_address=203.0.113.80\ninstance=acts." + System.nanoTime() + "\nsasl_username="
                        + DORA + "\n\n");
    }

    private void confirm(String key, String done) {
        type(key + "-form:" + key + "-reason", "Case 4712");
        click(key + "-form:" + key + "-confirm");
        until(ExpectedConditions.urlContains("done=" + done));
    }

    private void dialog(String button, String key) {
        click(button);
        until(ExpectedConditions.visibilityOfElementLocated(By.id(key + "-dialog")));
    }

    @Test
    void aBlockIsSeenExplainedAndLiftedFromTheAccountThatComplains() throws Exception {
        guess(DORA, "203.0.113.71", 30);
        signIn("support");
        visit("blocks.xhtml?address=203.0.113.71");
        assertThat(text()).contains("203.0.113.71").contains("distinct wrong passwords");
        isQuiet();
        isAccessible();
        picture("blocked");
        visit(ACCOUNT);
        click(By.cssSelector("a.unblock"));
        until(ExpectedConditions.presenceOfElementLocated(By.id("lift:why")));
        assertThat(text()).contains("counts from zero");
        isAccessible();
        int before = blocks("203.0.113.71");
        type("lift:why", "The owner telephoned");
        click("lift:confirm");
        until(ExpectedConditions.urlContains("done=lifted"));
        assertThat(text()).contains("The block is lifted.");
        assertThat(blocks("203.0.113.71")).isEqualTo(before - 1);
        assertThat(api("GET", "/audit?kind=block&limit=1", "").body()).contains("The owner telephoned");
        isQuiet();
    }

    private static int blocks(String address) throws Exception {
        return api("GET", "/blocks?address=" + address, "").body().split("\"id\"", -1).length - 1;
    }

    @Test
    void anExemptionIsMadeFromABlockAndEnded() throws Exception {
        guess("unknown@acts.example", "203.0.113.72", 30);
        signIn("admin");
        visit("blocks.xhtml?exempt=203.0.113.72");
        assertThat(browser().findElement(By.id("exempt:subject")).getDomProperty("value"))
                .isEqualTo("203.0.113.72");
        isAccessible();
        type("exempt:name", "acts-webmail");
        type("exempt:why", "Our webmail");
        click("exempt:confirm");
        until(ExpectedConditions.urlContains("done=exempted"));
        assertThat(text()).contains("Our webmail").contains("acts-webmail");
        visit("blocks.xhtml?exempt=new");
        type("exempt:name", "acts-bad");
        type("exempt:subject", "no such thing");
        type("exempt:why", "x");
        click("exempt:confirm");
        until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("[role=alert]")));
        assertThat(text()).contains("subject");
        visit("blocks.xhtml?end=acts-webmail");
        type("end:why", "Moved away");
        click("end:confirm");
        until(ExpectedConditions.urlContains("done=unexempted"));
        assertThat(api("GET", "/exemptions/acts-webmail", "").statusCode()).isEqualTo(404);
        isQuiet();
    }

    @Test
    void aRefusalIsFoundExplainedAndTheNextAppearsByItself() throws Exception {
        signIn("viewer");
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        api("GET", "/accounts/" + DORA + "/counters", "").body().contains("50/1h"));
        send(50);
        String refusal = send(1);
        Matcher reply = Pattern.compile("\\(ref ([0-9a-z]{8})\\)").matcher(refusal);
        assertThat(reply.find()).as(refusal).isTrue();
        String reference = reply.group(1);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> api("GET", "/decisions/" + reference, "").statusCode() == 200);
        visit("decisions.xhtml?reference=" + reference);
        assertThat(browser().findElement(By.id("explanation")).getText())
                .contains(reference)
                .contains("Of the limit 50/1h, 50 of 50 were used");
        isQuiet();
        isAccessible();
        picture("explained");
        visit("decisions.xhtml?reference=NOSUCHREF");
        assertThat(text()).contains("There is no decision");
        visit("decisions.xhtml?account=dora%40acts.example&service=sendlimit&result=defer&live=true");
        int before = browser().findElements(By.cssSelector(".trail li")).size();
        assertThat(before).isPositive();
        send(1);
        until(ExpectedConditions.numberOfElementsToBeMoreThan(By.cssSelector(".trail li"), before));
        assertThat(browser().getCurrentUrl()).contains("live=true");
        visit("decisions.xhtml?service=kitchen");
        assertThat(text()).contains("service must be one of");
        visit(ACCOUNT);
        assertThat(text()).contains("Recent rejections and errors").contains("Of the limit 50/1h");
        isQuiet();
    }

    @Test
    void aUserCanSignInAgainAfterSigningOut() throws Exception {
        for (int i = 0; i < 2; i++) {
            api("GET", "/accounts/" + DORA, "");
            signIn("admin");
            api("GET", "/accounts/" + DORA, "");
            click("out:signout");
            until(ExpectedConditions.urlContains("/console/login.xhtml"));
        }
    }

    @Test
    void aLimitIsRaisedUntilATimeAndTheRaiseEnded() throws Exception {
        signIn("support");
        visit(ACCOUNT);
        dialog("settemporary", "settemporary");
        assertThat(browser().findElement(By.id("settemporary-dialog")).getText())
                .contains("The counters stay");
        isAccessible();
        type("settemporary-form:settemporary-limit", "900/1h");
        browser()
                .executeScript(
                        "document.getElementById('settemporary-form:settemporary-end').value = arguments[0]",
                        "2099-01-31T18:00");
        picture("temporary-limit");
        confirm("settemporary", "settemporary");
        assertThat(text()).contains("900/1h").contains("2099-01-31 18:00:00").contains("Case 4712");
        assertThat(api("GET", "/accounts/" + DORA + "/limits", "").body())
                .contains("\"temporaryLimit\":{\"limit\":\"900/1h\"")
                .contains("\"by\":\"support\"");
        dialog("endtemporary", "endtemporary");
        confirm("endtemporary", "endtemporary");
        assertThat(api("GET", "/accounts/" + DORA + "/limits", "").body()).doesNotContain("\"temporaryLimit\":");
        isQuiet();
    }

    @Test
    void aTemporaryLimitThatRaisesNothingIsExplained() throws Exception {
        signIn("support");
        visit(ACCOUNT);
        dialog("settemporary", "settemporary");
        type("settemporary-form:settemporary-limit", "2/1h");
        browser()
                .executeScript(
                        "document.getElementById('settemporary-form:settemporary-end').value = arguments[0]",
                        "2099-01-31T18:00");
        type("settemporary-form:settemporary-reason", "x");
        click("settemporary-form:settemporary-confirm");
        until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("[role=alert]")));
        assertThat(text()).contains("raises no limit");
    }

    @Test
    void aMailboxIsMovedAndTheHostsPageShowsIt() throws Exception {
        signIn("admin");
        visit(ACCOUNT);
        dialog("move", "move");
        assertThat(browser().findElement(By.id("move-dialog")).getText()).contains("get a temporary failure");
        isAccessible();
        new org.openqa.selenium.support.ui.Select(browser().findElement(By.id("move-form:move-host")))
                .selectByVisibleText("acts-b");
        confirm("move", "moving");
        visit("hosts.xhtml");
        assertThat(text()).contains(DORA);
        isAccessible();
        visit(ACCOUNT);
        dialog("unmove", "unmove");
        confirm("unmove", "unmoved");
        assertThat(api("GET", "/accounts/" + DORA, "").body()).contains("\"mailHost\":\"acts-a\"");
        put("/mail-hosts/acts-b", "{\"address\": \"192.0.2.52\", \"probe\": false}");
        api("POST", "/accounts/" + DORA + "/move", "{\"to\": \"acts-b\"}");
        visit(ACCOUNT);
        dialog("moved", "moved");
        confirm("moved", "moved");
        assertThat(api("GET", "/accounts/" + DORA, "").body()).contains("\"mailHost\":\"acts-b\"");
        visit("accounts.xhtml?host=acts-b");
        assertThat(text()).contains(DORA);
        visit("accounts.xhtml?host=acts-a");
        assertThat(text()).doesNotContain(DORA);
        isQuiet();
    }

    @Test
    void aPlanIsMadeChangedRefusedAndDeleted() throws Exception {
        api("DELETE", "/plans/acts-gold", "");
        signIn("admin");
        visit("domains.xhtml?plan=NEW");
        type("plan:name", "acts-gold");
        type("plan:send", "many");
        type("plan:why", "x");
        click("plan:save");
        until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("[role=alert]")));
        assertThat(text()).contains("sendLimits");
        isAccessible();
        visit("domains.xhtml?plan=NEW");
        type("plan:name", "acts-gold");
        type("plan:send", "500/1h");
        type("plan:why", "New offer");
        click("plan:save");
        until(ExpectedConditions.urlContains("done=plan"));
        assertThat(api("GET", "/plans/acts-gold", "").body()).contains("500/1h");
        put("/accounts/" + DORA, "{\"mailHost\": \"acts-a\", \"secret\": \"{PLAIN}open\", \"plan\": \"acts-gold\"}");
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        api("GET", "/accounts/" + DORA + "/limits", "").body().contains("\"from\":\"plan\""));
        visit(ACCOUNT);
        assertThat(text()).contains("acts-gold").contains("its plan");
        put("/accounts/" + DORA, "{\"mailHost\": \"acts-a\", \"secret\": \"{PLAIN}open\"}");
        visit("domains.xhtml?plan=acts-gold");
        click("plan:delete");
        browser().switchTo().alert().accept();
        // The reason is required even here.
        assertThat(api("GET", "/plans/acts-gold", "").statusCode()).isEqualTo(200);
        type("plan:why", "Offer ended");
        click("plan:delete");
        browser().switchTo().alert().accept();
        until(ExpectedConditions.urlContains("done=plan-deleted"));
        assertThat(api("GET", "/plans/acts-gold", "").statusCode()).isEqualTo(404);
        isQuiet();
    }

    @Test
    void aDomainGetsLimitsAndKeepsAllElse() throws Exception {
        put(
                "/domains/acts.example",
                "{\"sendLimits\": \"50/1h\", \"language\": \"ja\", \"permissions\": {\"pop3\": false}}");
        signIn("admin");
        visit("domains.xhtml?domain=acts.example");
        assertThat(browser().findElement(By.id("domain:send")).getDomProperty("value"))
                .isEqualTo("50/1h");
        isAccessible();
        type("domain:send", "60/1h");
        type("domain:pool", "messages 900/day");
        type("domain:why", "They grow");
        click("domain:save");
        until(ExpectedConditions.urlContains("done=limits"));
        assertThat(api("GET", "/domains/acts.example", "").body())
                .contains("\"sendLimits\":\"60/1h\"")
                .contains("900/day")
                .contains("\"language\":\"ja\"")
                .contains("\"permissions\":{\"pop3\":false}");
        isQuiet();
    }

    @Test
    void accountsNearestToALimitAreShown() throws Exception {
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        api("GET", "/accounts/" + DORA + "/counters", "").body().contains("50/1h"));
        send(49);
        signIn("viewer");
        visit("accounts.xhtml");
        click("nearest");
        until(ExpectedConditions.urlContains("nearest=true"));
        assertThat(text()).contains(DORA).contains("49 / 50");
        isAccessible();
        picture("nearest");
        isQuiet();
    }
}
