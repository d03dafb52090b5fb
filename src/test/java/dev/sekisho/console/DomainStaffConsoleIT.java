// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The console in a real browser, as staff of one domain use it. */
class DomainStaffConsoleIT extends BrowserUnderTest {
    private static void put(String path, String json) throws Exception {
        HttpResponse<String> answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(200, 201);
    }

    /** The status that a page gives the user that is signed in. */
    private String statusOf(String page) {
        return String.valueOf(browser()
                .executeAsyncScript(
                        "const done = arguments[1]; fetch(arguments[0]).then(r => done(r.status), e => done(e.message));",
                        "/console/" + page));
    }

    private static long pagesThatFailed() throws Exception {
        try (Stream<String> lines =
                Files.lines(Path.of(System.getProperty("wlp.home"), "usr/servers/sekisho-it/logs/messages.log"))) {
            return lines.filter(line -> line.contains("SKS0732E") || line.contains("Error Rendering View"))
                    .count();
        }
    }

    @Test
    void theySeeAndHelpTheirDomainAndTheRestIsNotThere() throws Exception {
        put("/mail-hosts/desk-a", "{\"address\": \"192.0.2.61\", \"probe\": false}");
        for (String domain : new String[] {"mine.desk.example", "theirs.desk.example"}) {
            put("/domains/" + domain, "{}");
            put("/accounts/ann@" + domain, "{\"mailHost\": \"desk-a\", \"secret\": \"{PLAIN}open\"}");
        }
        put("/staff/helper", "{\"domains\": [\"mine.desk.example\"]}");
        visit("login.xhtml");
        submit("helper", "it-admin-password");
        until(ExpectedConditions.urlContains("/console/accounts.xhtml"));
        assertThat(text())
                .contains("ann@mine.desk.example")
                .doesNotContain("theirs", "Overview", "Mail hosts", "Settings");
        isQuiet();
        isAccessible();
        visit("accounts.xhtml?q=desk");
        assertThat(text()).contains("ann@mine.desk.example").doesNotContain("theirs");
        visit("domains.xhtml");
        assertThat(text()).contains("mine.desk.example").doesNotContain("theirs");
        visit("audit.xhtml");
        assertThat(text()).contains("mine.desk.example").doesNotContain("theirs", "desk-a\n");

        visit("account.xhtml?address=ann%40mine.desk.example");
        assertThat(browser().findElements(By.id("suspend"))).isNotEmpty();
        isQuiet();
        long failed = pagesThatFailed();
        assertThat(statusOf("account.xhtml?address=ann%40theirs.desk.example")).isEqualTo("404");
        assertThat(statusOf("account.xhtml?address=unknown%40mine.desk.example"))
                .isEqualTo("404");
        assertThat(statusOf("account.xhtml")).isIn("400", "404");
        assertThat(statusOf("domains.xhtml?domain=theirs.desk.example")).isEqualTo("404");
        assertThat(statusOf("domains.xhtml?plan=any")).isEqualTo("403");
        assertThat(statusOf("accounts.xhtml?nearest=true")).isEqualTo("403");
        assertThat(statusOf("accounts.xhtml?status=nonsense")).isEqualTo("400");
        assertThat(statusOf("audit.xhtml?after=nonsense")).isEqualTo("400");
        assertThat(statusOf("account.xhtml?address=ann%40mine.desk.example")).isEqualTo("200");
        visit("account.xhtml?address=ann%40theirs.desk.example");
        assertThat(text()).isEqualTo("There is no account \"ann@theirs.desk.example\".");
        assertThat(pagesThatFailed()).as("SKS0732E").isEqualTo(failed);
        for (String page : new String[] {"hosts.xhtml", "settings.xhtml"}) {
            visit(page);
            assertThat(text()).as(page).contains("None of your roles permits this.");
        }
    }
}
