// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The console as staff of one domain meet it, in a real browser. */
class DomainStaffConsoleIT extends BrowserUnderTest {
    private static void put(String path, String json) throws Exception {
        HttpResponse<String> answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(200, 201);
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
        visit("account.xhtml?address=ann%40theirs.desk.example");
        assertThat(text()).doesNotContain("desk-a");
        assertThat(browser().findElements(By.id("suspend"))).isEmpty();
        for (String page : new String[] {"hosts.xhtml", "settings.xhtml"}) {
            visit(page);
            assertThat(text()).as(page).contains("None of your roles permits this.");
        }
    }
}
