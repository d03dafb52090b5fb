// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** "Why can this user not log in?" at the top of the page of the account, in a real browser. */
class DiagnosisConsoleIT extends BrowserUnderTest {
    private static final String IDA = "ida@verdict.example";
    private static final String PAGE = "account.xhtml?address=ida%40verdict.example";
    private static final String HOME = "198.51.100.141";
    private static final String GUESSER = "203.0.113.141";

    @BeforeEach
    void directory() throws Exception {
        put("/mail-hosts/verdict-a", "{\"address\": \"192.0.2.95\", \"probe\": false}");
        put("/domains/verdict.example", "{}");
        put("/accounts/" + IDA, "{\"mailHost\": \"verdict-a\", \"secret\": \"{PLAIN}open\"}");
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
                        .header("Auth-User", IDA)
                        .header("Auth-Pass", password)
                        .header("Auth-Login-Attempt", "1")
                        .header("Client-IP", client)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String verdict() {
        return browser().findElement(By.id("verdict")).getText();
    }

    @Test
    void theVerdictIsAtTheTopAndItsBlockIsLiftedOrExempted() throws Exception {
        login(HOME, "open");
        for (int i = 0; i < 25; i++) {
            login(GUESSER, "guess " + i);
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> api("GET", "/accounts/" + IDA + "/login-diagnosis", "")
                        .body()
                        .contains("(tried "));
        signIn("admin");
        visit(PAGE);
        assertThat(verdict())
                .contains("Cannot log in from " + GUESSER)
                .contains("blocked for this account by rule account-network until");
        assertThat(browser().findElement(By.id("lastlogin")).getText())
                .contains("Last login from " + HOME + " by IMAP");
        assertThat(browser().findElement(By.id("causes")).getText())
                .contains("Wrong password 1")
                .contains(GUESSER);
        isQuiet();
        isAccessible();
        picture("verdict");

        click(By.cssSelector(".verdict a.exempt"));
        until(ExpectedConditions.presenceOfElementLocated(By.id("exempt:why")));
        assertThat(browser().findElement(By.id("exempt:subject")).getDomProperty("value"))
                .isEqualTo("203.0.113.0/24");
        type("exempt:subject", "no network");
        type("exempt:why", "Hotel of the conference");
        click("exempt:confirm");
        until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("[role=alert]")));
        assertThat(text()).contains("subject");
        assertThat(browser().findElement(By.id("exempt:why")).getDomProperty("value"))
                .as("no input is lost")
                .isEqualTo("Hotel of the conference");

        visit(PAGE);
        click(By.cssSelector(".verdict a.unblock"));
        until(ExpectedConditions.presenceOfElementLocated(By.id("lift:why")));
        isAccessible();
        type("lift:why", "The owner telephoned");
        click("lift:confirm");
        until(ExpectedConditions.urlContains("done=lifted"));
        assertThat(browser().getCurrentUrl()).contains("account.xhtml");
        assertThat(verdict()).doesNotContain("blocked for this account");
        assertThat(api("GET", "/audit?kind=block&limit=1", "").body()).contains("The owner telephoned");
        isQuiet();

        put("/mail-hosts/verdict-a", "{\"address\": \"192.0.2.95\", \"probe\": false, \"state\": \"down\"}");
        open("ja");
        signIn("viewer");
        visit(PAGE + "&client=192.0.2.200");
        assertThat(verdict()).isEqualTo("ログインできません: メールホスト verdict-a は停止に設定されています");
        assertThat(browser().findElements(By.cssSelector(".verdict a")))
                .as("a viewer changes nothing")
                .isEmpty();
        picture("verdict-japanese");
        put("/mail-hosts/verdict-a", "{\"address\": \"192.0.2.95\", \"probe\": false, \"state\": \"up\"}");
        visit(PAGE + "&client=nowhere");
        assertThat(browser().findElement(By.cssSelector("[role=alert]")).getText())
                .contains("client must be an IP address");
        isQuiet();
    }
}
