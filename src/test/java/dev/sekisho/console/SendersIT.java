// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** A hijacked account among ordinary senders: it is at the top of the list, and its sending is blocked from there. */
class SendersIT extends BrowserUnderTest {
    private static final String MALLORY = "mallory@senders.example";
    private static final String NEWS = "news@senders.example";

    private static void put(String path, String json) throws Exception {
        HttpResponse<String> answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(200, 201);
    }

    private static String recipient(String account, String client, String instance, String recipient) throws Exception {
        return policy(
                SENDLIMIT_PORT,
                "request=smtpd_access_policy\nprotocol_state=RCPT\ninstance=" + instance + "\nrecipient=" + recipient
                        + "\nclient_address=" + client + "\nsasl_username=" + account + "\n\n");
    }

    private static String end(String account, String client, String instance, int recipients) throws Exception {
        return policy(
                SENDLIMIT_PORT,
                "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\ninstance=" + instance
                        + "\nrecipient_count=" + recipients + "\nclient_address=" + client + "\nsasl_username="
                        + account + "\n\n");
    }

    private static JsonObject sender(String account, String query) throws Exception {
        String body = api("GET", "/senders?limit=1000&" + query, "").body();
        return Json.createReader(new StringReader(body)).readObject().getJsonArray("entries").stream()
                .map(each -> each.asJsonObject())
                .filter(each -> each.getString("account").equals(account))
                .findFirst()
                .orElseThrow(() -> new AssertionError(body));
    }

    @Test
    void aHijackedAccountStandsAtTheTopAndIsBlockedFromThere() throws Exception {
        put("/mail-hosts/senders-a", "{\"address\": \"192.0.2.43\", \"probe\": false}");
        put("/domains/senders.example", "{\"sendLimits\": \"20/1h\"}");
        put("/accounts/" + MALLORY, "{\"mailHost\": \"senders-a\", \"secret\": \"{PLAIN}open\"}");
        put(
                "/accounts/" + NEWS,
                "{\"mailHost\": \"senders-a\", \"secret\": \"{PLAIN}open\", \"sendLimits\": \"5000/1h\"}");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> api("GET", "/accounts/" + MALLORY + "/counters", "")
                        .body()
                        .contains("20/1h"));
        String run = Long.toHexString(System.nanoTime());
        for (int i = 0; i < 3; i++) {
            assertThat(end(NEWS, "198.51.100.200", run + ".n" + i, 500)).contains("DUNNO");
        }
        String[] clients = {"203.0.113.66", "198.51.100.66", "192.0.2.166"};
        for (int i = 0; i < 20; i++) {
            assertThat(recipient(MALLORY, clients[i % 3], run + ".a" + i, "victim@d" + i + ".example"))
                    .contains("DUNNO");
            // Postfix repeats it, for example after a lost connection.
            end(MALLORY, clients[i % 3], run + ".a" + i, 1);
            end(MALLORY, clients[i % 3], run + ".a" + i, 1);
        }
        for (int i = 0; i < 350; i++) {
            assertThat(recipient(MALLORY, clients[i % 3], run + ".r" + i, "victim@d" + i % 40 + ".example"))
                    .contains("450");
        }
        JsonObject mallory = sender(MALLORY, "period=10m");
        assertThat(mallory.getInt("refused")).isEqualTo(350);
        assertThat(mallory.getInt("accepted")).isEqualTo(20);
        assertThat(mallory.getInt("recipients")).isEqualTo(20);
        assertThat(mallory.getInt("networks")).isEqualTo(3);
        assertThat(mallory.getInt("domains")).isEqualTo(40);
        assertThat(Instant.parse(mallory.getString("release"))).isAfter(Instant.now());
        assertThat(sender(NEWS, "period=1d&sort=recipients").getInt("recipients"))
                .isEqualTo(1500);
        assertThat(sender(NEWS, "period=1h")).doesNotContainKey("release");
        assertThat(api("GET", "/senders?period=2h&sort=age", "").body())
                .contains("\"field\":\"period\"", "\"field\":\"sort\"", "10m, 1h, 1d");

        signIn("support");
        click("navsenders");
        until(ExpectedConditions.urlContains("senders.xhtml"));
        assertThat(browser()
                        .findElement(By.cssSelector("#list\\:rows tbody tr:first-child"))
                        .getText())
                .contains(MALLORY)
                .contains("350")
                .contains("203.0.113.0/24");
        assertThat(browser()
                        .executeScript("const table = document.querySelector('.scroll');"
                                + "return table.scrollWidth <= table.clientWidth"))
                .as("the action in the row is visible")
                .isEqualTo(true);
        isQuiet();
        isAccessible();
        picture("senders");
        click(By.linkText("day"));
        until(ExpectedConditions.urlContains("period=1d"));
        click(By.linkText("Recipients"));
        until(ExpectedConditions.urlContains("sort=recipients"));
        assertThat(text()).contains(NEWS).contains("1500");
        click(By.xpath("//tr[contains(., '" + MALLORY + "')]//a[contains(@class, 'sendblock')]"));
        until(ExpectedConditions.presenceOfElementLocated(By.id("block:why")));
        assertThat(text()).contains("IMAP and POP3 still work");
        isAccessible();
        type("block:why", "Hijacked, case 4713");
        click("block:confirm");
        until(ExpectedConditions.urlContains("done=send-blocked"));
        assertThat(text()).contains("Sending is blocked.");
        assertThat(api("GET", "/accounts/" + MALLORY, "").body()).contains("\"status\":\"send-blocked\"");
        assertThat(api("GET", "/audit?entry=" + MALLORY + "&by=support&limit=1", "")
                        .body())
                .contains("Hijacked, case 4713");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> recipient(MALLORY, clients[0], run + ".b", "x@example.com")
                        .contains("550"));
        visit("senders.xhtml");
        assertThat(browser()
                        .findElement(By.cssSelector("#list\\:rows tbody tr:first-child"))
                        .getText())
                .contains("may not send")
                .doesNotContain("Block sending");
        put("/accounts/" + MALLORY + "/state", "{\"status\": \"active\"}");
        isQuiet();
    }

    @Test
    void aViewerSeesTheListWithoutActions() throws Exception {
        end("someone@elsewhere.example", "203.0.113.9", "v" + System.nanoTime(), 1);
        signIn("viewer");
        visit("senders.xhtml?period=1h");
        assertThat(text()).contains("someone@elsewhere.example", "not in the directory");
        assertThat(browser().findElements(By.cssSelector("a.sendblock"))).isEmpty();
        visit("senders.xhtml?period=1h&block=someone%40elsewhere.example");
        assertThat(browser().findElements(By.id("block:why"))).isEmpty();
        isQuiet();
        visit("senders.xhtml?period=fortnight");
        assertThat(text()).contains("wrong fields");
    }
}
