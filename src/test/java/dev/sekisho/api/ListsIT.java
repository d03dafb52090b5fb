// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoUnderTest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of the API in the requested order, and what the server logs about refusals. */
class ListsIT extends SekishoUnderTest {
    private static final String NAMES = "abcdef";

    @BeforeEach
    void directory() throws Exception {
        put("/mail-hosts/lists-a", "{\"address\": \"192.0.2.61\", \"probe\": false}");
        put("/mail-hosts/lists-b", "{\"address\": \"192.0.2.62\", \"probe\": false}");
        put("/domains/lists.example", "{\"sendLimits\": \"100/1h\"}");
        put("/plans/lists-gold", "{\"sendLimits\": \"500/1h\"}");
        for (int i = 0; i < NAMES.length(); i++) {
            put(
                    "/accounts/" + NAMES.charAt(i) + "@lists.example",
                    "{\"mailHost\": \"lists-" + (i % 2 == 0 ? "b" : "a") + "\", \"secret\": \"{PLAIN}x\""
                            + (i < 2 ? ", \"plan\": \"lists-gold\"" : "") + "}");
        }
    }

    @Test
    void accountsComeInTheOrderOfSeveralFieldsPageByPage() throws Exception {
        assertThat(all("/accounts?search=@lists.example&sort=mailHost,-address&limit=2"))
                .containsExactly(
                        "f@lists.example",
                        "d@lists.example",
                        "b@lists.example",
                        "e@lists.example",
                        "c@lists.example",
                        "a@lists.example");
        assertThat(all("/accounts?search=@lists.example&sort=-plan&limit=4"))
                .as("what is absent counts as empty, and equal ones follow by their keys")
                .containsExactly(
                        "a@lists.example",
                        "b@lists.example",
                        "c@lists.example",
                        "d@lists.example",
                        "e@lists.example",
                        "f@lists.example");
        assertThat(all("/accounts?search=@lists.example&sort=-statusSince,address&limit=5"))
                .hasSize(6)
                .doesNotHaveDuplicates();
        assertThat(all("/accounts?search=@lists.example&limit=4")).hasSize(6).isSorted();
        assertThat(all("/accounts?mailHost=lists-b&sort=-movingSince,-address&limit=2"))
                .containsExactly("e@lists.example", "c@lists.example", "a@lists.example");
        assertThat(all("/accounts?plan=lists-gold&status=active&search=@lists"))
                .containsExactly("a@lists.example", "b@lists.example");
        assertThat(all("/accounts?search=@lists.example&moving=true")).isEmpty();
        assertThat(api("GET", "/accounts?status=angry", "").body()).contains("\"field\":\"status\"");
    }

    @Test
    void hostsDomainsPlansAndAliasesAreSortedToo() throws Exception {
        List<String> hosts = all("/mail-hosts?sort=-name&limit=1000");
        assertThat(hosts.indexOf("lists-b"))
                .isLessThan(hosts.indexOf("lists-a"))
                .isNotNegative();
        assertThat(all("/domains?sort=language,name")).contains("lists.example");
        assertThat(all("/plans?sort=-sendLimits")).contains("lists-gold");
        assertThat(api("GET", "/aliases?sort=-address", "").statusCode()).isEqualTo(200);
        assertThat(api("GET", "/blocks?sort=-lastSeen,rule", "").statusCode()).isEqualTo(200);
    }

    @Test
    void anOrderThatIsNoneIsRefusedByItsField() throws Exception {
        for (String path : new String[] {
            "/accounts?sort=password",
            "/accounts?sort=address,address",
            "/accounts?sort=address%20DESC;--",
            "/accounts?sort=,",
            "/domains?sort=-",
            "/plans?sort=plan",
            "/blocks?sort=id,rule,subject,until",
            "/counters?sort=limit"
        }) {
            HttpResponse<String> answer = api("GET", path, "");
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.body()).as(path).contains("\"field\":\"sort\"");
        }
        assertThat(api("GET", "/accounts?sort=plan&after=unknown@lists.example", "")
                        .body())
                .contains("\"field\":\"after\"");
    }

    @Test
    void aParameterThatNoColumnHoldsIsRefusedByItsName() throws Exception {
        for (String[] each : new String[][] {
            {"/audit?entry=%00", "entry"},
            {"/audit?by=%00", "by"},
            {"/audit?kind=%00", "kind"},
            {"/audit?from=-4713-01-01T00:00:00Z", "from"},
            {"/audit?to=%2B999999999-01-01T00:00:00Z", "to"},
            {"/audit?after=-4713-01-01T00:00:00Z%201", "after"},
            {"/audit?entry=" + "x".repeat(401), "entry"},
            {"/decisions?account=%00", "account"},
            {"/decisions?from=-4713-01-01T00:00:00Z", "from"},
            {"/decisions?after=9223372036854775807-1", "after"},
            {"/blocks?account=%00", "account"},
            {"/staff?after=%00", "after"},
            {"/accounts?search=%00", "search"},
            {"/accounts?plan=%00", "plan"},
            {"/accounts?mailHost=" + "x".repeat(401), "mailHost"}
        }) {
            HttpResponse<String> answer = api("GET", each[0], "");
            assertThat(answer.statusCode()).as(each[0] + answer.body()).isEqualTo(400);
            assertThat(answer.body()).as(each[0]).contains("\"field\":\"" + each[1] + "\"");
        }
    }

    @Test
    void accountsNearestToALimitComeFirst() throws Exception {
        send("e@lists.example", 90);
        send("d@lists.example", 95);
        send("a@lists.example", 100);
        List<JsonObject> top = entries("/counters?sort=used&limit=1000");
        List<String> accounts = top.stream()
                .map(each -> each.getString("account"))
                .filter(each -> each.endsWith("@lists.example"))
                .toList();
        assertThat(accounts).containsExactly("d@lists.example", "e@lists.example", "a@lists.example");
        JsonObject first = top.stream()
                .filter(each -> each.getString("account").equals("d@lists.example"))
                .findFirst()
                .orElseThrow();
        assertThat(first.getString("limit")).isEqualTo("100/1h");
        assertThat(first.getInt("used")).isEqualTo(95);
        assertThat(first.getInt("allowed")).isEqualTo(100);
        assertThat(first.getInt("percent")).isEqualTo(95);
        assertThat(entries("/counters?limit=1")).hasSize(1);
    }

    @Test
    void aRefusalIsNotLoggedAsAnErrorOfTheServer() throws Exception {
        assertThat(api("GET", "/accounts/unknown@lists.example", "").statusCode())
                .isEqualTo(404);
        assertThat(api("PUT", "/accounts/a@lists.example/limits/temporary", """
                        {"limit": "1/1h", "until": "2099-01-01T00:00:00Z", "reason": "x"}""").statusCode())
                .isEqualTo(400);
        assertThat(api("DELETE", "/plans/lists-gold", "").statusCode()).isEqualTo(409);
        try (Stream<Path> reports =
                Files.list(Path.of(System.getProperty("wlp.home"), "usr/servers/sekisho-it/logs/ffdc"))) {
            assertThat(reports.filter(ListsIT::isOfAProblem)).isEmpty();
        } catch (java.nio.file.NoSuchFileException e) {
            // No incident file.
        }
    }

    private static boolean isOfAProblem(Path report) {
        try {
            return Files.readString(report).contains("Exception = dev.sekisho.service.");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void send(String account, int recipients) throws Exception {
        await().atMost(Duration.ofSeconds(5))
                .until(() -> api("GET", "/accounts/" + account + "/counters", "")
                        .body()
                        .contains("/1h"));
        api("DELETE", "/accounts/" + account + "/counters", "");
        policy(
                SENDLIMIT_PORT,
                "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=" + recipients
                        + "\ninstance=lists." + account + System.nanoTime() + "\nsasl_username=" + account + "\n\n");
    }

    private static List<JsonObject> entries(String path) throws Exception {
        HttpResponse<String> answer = api("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return page(answer.body()).getJsonArray("entries").getValuesAs(JsonObject.class);
    }

    /** The keys of all pages. */
    private static List<String> all(String path) throws Exception {
        List<String> keys = new ArrayList<>();
        String after = "";
        do {
            HttpResponse<String> answer =
                    api("GET", path + "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8), "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonObject page = page(answer.body());
            for (JsonObject each : page.getJsonArray("entries").getValuesAs(JsonObject.class)) {
                keys.add(each.containsKey("name") ? each.getString("name") : each.getString("address"));
            }
            after = page.getString("next", "");
        } while (!after.isEmpty());
        return keys;
    }

    private static JsonObject page(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        }
    }

    private static void put(String path, String json) throws Exception {
        HttpResponse<String> answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(200, 201);
    }
}
