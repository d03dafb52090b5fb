// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** A full pool of a domain: an alarm on the overview, a bar on the domain's row, and a warning where it is no use. */
class SharedLimitsIT extends BrowserUnderTest {
    private static final String RITA = "rita@pool.example";
    private static final String ACCOUNT = "/accounts/" + RITA;

    private static void put(String path, String json) throws Exception {
        HttpResponse<String> answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(200, 201);
    }

    private static String send(int recipients) throws Exception {
        return policy(
                SENDLIMIT_PORT,
                "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=" + recipients
                        + "\nclient_address=203.0.113.90\ninstance=pool." + System.nanoTime() + "\nsasl_username="
                        + RITA
                        + "\n\n");
    }

    @Test
    void aFullPoolIsAnAlarmABarAndAWarning() throws Exception {
        put("/mail-hosts/pool-a", "{\"address\": \"192.0.2.44\", \"probe\": false}");
        put("/domains/pool.example", "{\"sendLimits\": \"100/1h\", \"poolLimits\": \"30/1h\"}");
        put(ACCOUNT, "{\"mailHost\": \"pool-a\", \"secret\": \"{PLAIN}open\"}");
        api("DELETE", ACCOUNT + "/counters", "");
        api("DELETE", "/domains/pool.example/counters", "");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> api("GET", ACCOUNT + "/limits", "").body().contains("\"limit\":\"30/1h\""));
        assertThat(api("GET", ACCOUNT + "/limits", "").body())
                .contains("30/1h of the domain pool.example is smaller than the account's own limit 100/1h");
        assertThat(send(30)).contains("DUNNO");
        String refusal = send(1);
        assertThat(refusal).contains("450");

        String release = api("GET", "/limits/shared?full=true", "")
                .body()
                .replaceAll("(?s).*\"subject\":\"pool.example\".*?\"release\":\"([^\"]+)\".*", "$1");
        assertThat(refusal).as("the release time of the reply").contains(release);
        assertThat(api("GET", "/senders?limit=1000", "").body())
                .containsPattern("\"account\":\"" + RITA + "\"[^}]*\"release\":\"" + release);
        assertThat(api("GET", "/counters?limit=1000", "").body())
                .containsPattern("\"account\":\"" + RITA + "\"[^}]*\"release\":\"" + release);
        assertThat(api("GET", "/status/attention", "").body())
                .contains("\"kind\":\"full-limits\"", "\"kind\":\"refused-senders\"");
        assertThat(api("GET", "/limits/shared?full=perhaps", "").statusCode()).isEqualTo(400);
        HttpResponse<String> raised = api(
                "PUT",
                ACCOUNT + "/limits/temporary",
                "{\"limit\": \"900/1h\", \"until\": \"2099-01-01T00:00:00Z\", \"reason\": \"newsletter\"}");
        assertThat(raised.body()).contains("of the domain pool.example is used up", "until " + release);
        HttpResponse<String> set = api("PUT", "/limits" + ACCOUNT, "{\"sendLimits\": \"500/1h\"}");
        assertThat(set.body()).contains("\"warnings\":[\"The shared limit 30/1h");
        assertThat(api("GET", "/limits" + ACCOUNT, "").headers().firstValue("ETag"))
                .as("a warning is not a change")
                .isEqualTo(set.headers().firstValue("ETag"));

        signIn("support");
        assertThat(browser().findElement(By.cssSelector(".alarms .full-limits")).getText())
                .contains("Full shared limits");
        isQuiet();
        isAccessible();
        picture("attention");
        click(By.cssSelector(".alarms .full-limits a"));
        until(ExpectedConditions.urlContains("domains.xhtml?full=true"));
        assertThat(text()).contains("pool.example", "30 / 30", "full");
        isQuiet();
        isAccessible();
        picture("full-limits");
        visit("account.xhtml?address=rita%40pool.example");
        assertThat(browser().findElement(By.cssSelector(".sharedfull")).getText())
                .contains("30/1h")
                .contains("does not help");
        isAccessible();
        picture("shared-full");
        visit("accounts.xhtml?nearest=true");
        assertThat(browser()
                        .findElement(By.xpath("//tr[contains(., '" + RITA + "')]"))
                        .getText())
                .doesNotContain("now");
        api("DELETE", "/domains/pool.example/counters", "");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !api("GET", "/limits/shared?full=true", "").body().contains("pool.example"));
        assertThat(send(1)).contains("DUNNO");
        isQuiet();
    }
}
