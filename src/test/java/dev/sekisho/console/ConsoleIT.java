// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The console in a real browser, as an operator uses it. */
class ConsoleIT extends BrowserUnderTest {
    private static final String[] PAGES = {
        "index.xhtml",
        "senders.xhtml",
        "accounts.xhtml",
        "domains.xhtml",
        "hosts.xhtml",
        "decisions.xhtml",
        "blocks.xhtml",
        "audit.xhtml",
        "settings.xhtml"
    };
    private static final String ALICE = "account.xhtml?address=alice%40console.example";

    @BeforeEach
    void directory() throws Exception {
        put("/mail-hosts/console-a", "{\"address\": \"192.0.2.41\", \"probe\": false}");
        put("/mail-hosts/console-b", "{\"address\": \"192.0.2.42\", \"probe\": false}");
        put("/domains/console.example", "{\"sendLimits\": \"200/1h, 1000/1d\"}");
        for (String name : new String[] {"alice", "aline", "bob", "carol"}) {
            put("/accounts/" + name + "@console.example", "{\"mailHost\": \"console-a\", \"secret\": \"{PLAIN}open\"}");
        }
        put("/accounts/alice@console.example/state", "{\"status\": \"active\"}");
    }

    private static void put(String path, String json) throws Exception {
        HttpResponse<String> answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(200, 201);
    }

    @Test
    void withoutASessionTheSignInPageComesFirstAndThenTheRequestedPage() throws Exception {
        visit("accounts.xhtml?q=bob");
        assertThat(browser().getCurrentUrl()).contains("/console/login.xhtml");
        isAccessible();
        picture("login");
        submit("admin", "it-admin-password");
        until(ExpectedConditions.urlContains("/console/accounts.xhtml?q=bob"));
        assertThat(text()).contains("bob@console.example").doesNotContain("alice@console.example");
        isQuiet();
    }

    @Test
    void aWrongPasswordIsReportedAndOpensNothing() throws Exception {
        visit("login.xhtml");
        submit("admin", "wrong");
        until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("[role=alert]")));
        assertThat(text()).contains("User or password is wrong");
        isAccessible();
        visit("settings.xhtml");
        assertThat(browser().getCurrentUrl()).contains("/console/login.xhtml");
    }

    @Test
    void everyPageIsQuietAndAccessibleInLightDarkAndNarrow() throws Exception {
        for (int i = 0; i < 3; i++) {
            policy(
                    SENDLIMIT_PORT,
                    "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=60\n"
                            + "instance=console." + i + "\nsasl_username=alice@console.example\n\n");
        }
        logIn();
        signIn("admin");
        for (String scheme : new String[] {"light", "dark"}) {
            scheme(scheme);
            for (String page : PAGES) {
                visit(page);
                isQuiet();
                isAccessible();
                picture(page.replace(".xhtml", "") + "-" + scheme);
            }
            visit(ALICE);
            assertThat(text()).contains("180 / 200 recipients");
            isQuiet();
            isAccessible();
            picture("account-" + scheme);
        }
        browser().manage().window().setSize(new Dimension(500, 900));
        browser()
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
        for (String page : allPages()) {
            fits(page, 390);
            isAccessible();
            picture(page.replaceAll("\\.xhtml.*", "") + "-narrow");
        }
        scheme("light");
        browser()
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", 3840, "height", 2160, "deviceScaleFactor", 1, "mobile", false));
        for (String page : allPages()) {
            fits(page, 3840);
            picture(page.replaceAll("\\.xhtml.*", "") + "-wide");
        }
    }

    private static List<String> allPages() {
        List<String> pages = new ArrayList<>(List.of(PAGES));
        pages.add(ALICE);
        return pages;
    }

    private void fits(String page, long width) {
        visit(page);
        assertThat(browser().executeScript("return document.documentElement.scrollWidth"))
                .as("width of " + page)
                .isEqualTo(width);
    }

    @Test
    void theOverviewShowsASingleNode() {
        signIn("viewer");
        assertThat(text()).contains("This is a single node", "Decision journal", "console-a");
    }

    @Test
    void anAccountShowsItsGoodLoginsAndItsPlan() throws Exception {
        logIn();
        put("/plans/console-plan", "{\"sendLimits\": \"300/1h\"}");
        put(
                "/accounts/alice@console.example",
                "{\"mailHost\": \"console-a\", \"secret\": \"{PLAIN}open\", \"plan\": \"console-plan\"}");
        signIn("admin");
        visit(ALICE);
        assertThat(text()).contains("Recent successful logins", "203.0.113.5", "imap", "plain");
        click(By.linkText("console-plan"));
        until(ExpectedConditions.urlContains("domains.xhtml?plan=console-plan"));
        assertThat(text()).contains("Limits of the plan console-plan");
        isQuiet();
    }

    private static void logIn() throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(HTTP + "/auth/nginx"))
                        .header("X-Auth-Key", KEY)
                        .header("Auth-Method", "plain")
                        .header("Auth-User", "alice@console.example")
                        .header("Auth-Pass", "open")
                        .header("Auth-Protocol", "imap")
                        .header("Auth-Login-Attempt", "1")
                        .header("Client-IP", "203.0.113.5")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Auth-Status")).contains("OK");
    }

    @Test
    void accountsAreFoundAsTheNameIsTyped() throws Exception {
        signIn("viewer");
        visit("accounts.xhtml");
        type("search:q", "ali");
        until(ExpectedConditions.not(ExpectedConditions.textToBePresentInElementLocated(By.id("results"), "bob@")));
        assertThat(text()).contains("alice@console.example").contains("aline@console.example");
        until(ExpectedConditions.textToBePresentInElementLocated(By.id("results"), "aline@"));
        new org.openqa.selenium.support.ui.Select(browser().findElement(By.id("search:status")))
                .selectByValue("closed");
        until(ExpectedConditions.textToBePresentInElementLocated(By.id("results"), "No address contains this"));
        new org.openqa.selenium.support.ui.Select(browser().findElement(By.id("search:status"))).selectByValue("");
        until(ExpectedConditions.textToBePresentInElementLocated(By.id("results"), "aline@"));
        type("search:q", "100%_!");
        until(ExpectedConditions.textToBePresentInElementLocated(By.id("results"), "No address contains this"));
        isQuiet();
    }

    @Test
    void suspendingNeedsConfirmationExplainsItselfRecordsItsReasonAndIsUndone() throws Exception {
        signIn("support");
        visit(ALICE);
        click("suspend");
        until(ExpectedConditions.visibilityOfElementLocated(By.id("suspended-dialog")));
        assertThat(browser().findElement(By.id("suspended-dialog")).getText()).contains("neither logs in nor sends");
        isAccessible();
        picture("suspend");
        type("suspended-form:suspended-reason", "Sends spam, case 4711");
        click("suspended-form:suspended-confirm");
        until(ExpectedConditions.urlContains("done=suspended"));
        assertThat(text()).contains("The account is suspended.").contains("Sends spam, case 4711");
        assertThat(api("GET", "/accounts/alice@console.example", "").body()).contains("\"status\":\"suspended\"");
        assertThat(api("GET", "/audit?entry=alice@console.example&by=support&limit=1", "")
                        .body())
                .contains("Sends spam, case 4711")
                .contains("account-state");
        click("undo");
        until(ExpectedConditions.visibilityOfElementLocated(By.id("undo-dialog")));
        type("undo-form:undo-reason", "Was a mistake");
        click("undo-form:undo-confirm");
        until(ExpectedConditions.urlContains("done=undone"));
        assertThat(api("GET", "/accounts/alice@console.example", "").body()).contains("\"status\":\"active\"");
        isQuiet();
    }

    @Test
    void aNewAppPasswordIsShownOnce() throws Exception {
        signIn("admin");
        visit(ALICE);
        click("newpass");
        until(ExpectedConditions.visibilityOfElementLocated(By.id("password-dialog")));
        type("password-form:password-name", "Phone");
        type("password-form:password-reason", "Requested by the owner");
        click("password-form:password-confirm");
        until(ExpectedConditions.presenceOfElementLocated(By.id("newpassword")));
        String password = browser().findElement(By.id("newpassword")).getText();
        assertThat(password.length()).isGreaterThan(10);
        isAccessible();
        visit(ALICE);
        assertThat(browser().getPageSource()).contains("Phone").doesNotContain(password);
        isQuiet();
    }

    @Test
    void aMailHostIsDrained() throws Exception {
        signIn("admin");
        visit("hosts.xhtml?host=console-b");
        type("host:why", "New disks");
        click("host:draining");
        until(ExpectedConditions.urlContains("done=host-draining"));
        assertThat(api("GET", "/mail-hosts/console-b", "").body()).contains("\"state\":\"draining\"");
        assertThat(api("GET", "/audit?entry=console-b&limit=1", "").body()).contains("New disks");
        isQuiet();
    }

    @Test
    void aViewerSeesEverythingAndNoButton() {
        signIn("viewer");
        visit(ALICE);
        assertThat(text()).contains("alice@console.example");
        assertThat(browser()
                        .findElements(
                                By.cssSelector("main button:not(form[method=get] button), main input[type=submit]")))
                .isEmpty();
        visit("hosts.xhtml?host=console-a");
        assertThat(browser().findElements(By.cssSelector("main button, main .ui-button")))
                .isEmpty();
    }

    @Test
    void signingOutEndsTheSession() {
        signIn("admin");
        click("out:signout");
        until(ExpectedConditions.urlContains("/console/login.xhtml"));
        visit("settings.xhtml");
        assertThat(browser().getCurrentUrl()).contains("/console/login.xhtml");
    }

    @Test
    void aBrowserInJapaneseGetsJapanese() throws Exception {
        open("ja");
        signIn("admin");
        assertThat(browser().findElement(By.tagName("html")).getDomAttribute("lang"))
                .isEqualTo("ja");
        assertThat(text()).contains("ログイン");
        visit(ALICE);
        isAccessible();
        picture("account-japanese");
    }

    @Test
    void headersForbidFramesForeignScriptsAndKeeping() throws Exception {
        HttpResponse<String> page = get("/console/login.xhtml");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors 'none'")
                .contains("script-src 'self' 'nonce-")
                .doesNotContain("unsafe-inline", "unsafe-eval");
        assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().allValues("Set-Cookie"))
                .as("before a sign-in")
                .isEmpty();
        // A polling page with an ended session gets a redirect in the form of Faces' script.
        HttpResponse<String> polled = CLIENT.send(
                HttpRequest.newBuilder(URI.create(HTTP + "/console/index.xhtml"))
                        .header("Faces-Request", "partial/ajax")
                        .POST(HttpRequest.BodyPublishers.ofString("x=y"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(polled.body()).contains("<redirect url=\"/console/login.xhtml\"/>");
    }
}
