// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.platform.SekishoUnderTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts by the file. */
class AccountImportIT extends SekishoUnderTest {
    private static final String TWO = """
            address,mailHost,secret,sendLimits,permissions.imap
            one@import.example,import-a,{PLAIN}a,"10/1h, 50/1d",false
            two@import.example,import-a,{SSHA512}%s,,
            """.formatted("A".repeat(96));

    @BeforeEach
    void directory() throws Exception {
        api("PUT", "/mail-hosts/import-a", "{\"address\": \"192.0.2.34\", \"probe\": false}");
        api("PUT", "/domains/import.example", "{}");
        for (String name : new String[] {"one", "two", "three"}) {
            api("DELETE", "/accounts/" + name + "@import.example", "");
        }
    }

    @Test
    void aDryRunReportsItsEffectAndChangesNothing() throws Exception {
        HttpResponse<String> report = upload("?dryRun=true", "text/csv", TWO);
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.body())
                .contains("\"applied\":false")
                .contains("\"rows\":2")
                .contains("\"created\":2");
        assertThat(api("GET", "/accounts/one@import.example", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        assertThat(upload("", "text/csv", TWO).body())
                .contains("\"applied\":true")
                .contains("\"created\":2");
        assertThat(api("GET", "/accounts/one@import.example", "").body())
                .contains("\"sendLimits\":\"10/1h, 50/1d\"")
                .contains("\"permissions\":{\"imap\":false}");
        assertThat(upload("", "text/csv", TWO).body())
                .contains("\"created\":0")
                .contains("\"changed\":0")
                .contains("\"unchanged\":2");
        assertThat(api("GET", "/audit?entry=one@import.example&limit=1", "").body())
                .contains("\"secrets\":\"password\"");
    }

    @Test
    void oneWrongRowStopsTheImportAndIsReportedByItsLine() throws Exception {
        String rows = "{\"address\": \"one@import.example\", \"mailHost\": \"import-a\", \"secret\": \"{PLAIN}a\"}\n"
                + "{\"address\": \"three@import.example\", \"mailHost\": \"nowhere\"}\n"
                + "not json\n";
        HttpResponse<String> report = upload("", "application/x-ndjson", rows);
        assertThat(report.statusCode()).isEqualTo(400);
        assertThat(report.body())
                .contains("\"applied\":false")
                .contains("{\"line\":2,\"field\":\"mailHost\"")
                .contains("{\"line\":2,\"field\":\"password\"")
                .contains("{\"line\":3,\"field\":\"\"")
                .contains("\"rejected\":2");
        assertThat(api("GET", "/accounts/one@import.example", "").statusCode()).isEqualTo(404);
    }

    @Test
    void rowByRowTheSoundOnesAreWritten() throws Exception {
        String rows =
                "{\"address\": \"one@import.example\", \"mailHost\": \"import-a\", \"password\": \"open sesame\"}\n"
                        + "{\"address\": \"one@import.example\", \"mailHost\": \"import-a\"}\n";
        HttpResponse<String> report = upload("?mode=rows", "application/x-ndjson", rows);
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.body())
                .contains("\"created\":1")
                .contains("\"rejected\":1")
                .contains("earlier line");
        assertThat(api("GET", "/accounts/one@import.example", "").statusCode()).isEqualTo(200);
    }

    private static String version(String name) throws Exception {
        String tag = api("GET", "/accounts/" + name + "@import.example", "")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        return tag.substring(1, tag.length() - 1);
    }

    @Test
    void whatWasChangedSinceItWasReadIsNotOverwritten() throws Exception {
        upload("", "text/csv", TWO);
        String rows = "address,mailHost,secret,version\n"
                + "one@import.example,import-a,{PLAIN}b," + version("one") + "\n"
                + "two@import.example,import-a,{PLAIN}b," + version("two") + "\n"
                + "three@import.example,import-a,{PLAIN}b,new\n";
        api("PUT", "/accounts/two@import.example/state", "{\"status\": \"suspended\"}");
        HttpResponse<String> all = upload("", "text/csv", rows);
        assertThat(all.statusCode()).isEqualTo(400);
        assertThat(all.body())
                .contains("\"applied\":false", "\"rejected\":1")
                .contains(
                        "{\"line\":3,\"field\":\"version\",\"message\":\"the account was changed since it was read\"}");
        assertThat(api("GET", "/accounts/three@import.example", "").statusCode())
                .as("all or none")
                .isEqualTo(404);
        HttpResponse<String> sound = upload("?mode=rows", "text/csv", rows);
        assertThat(sound.statusCode()).isEqualTo(200);
        assertThat(sound.body()).contains("\"applied\":true", "\"created\":1", "\"changed\":1", "\"rejected\":1");
        assertThat(api("GET", "/accounts/two@import.example", "").body()).contains("\"status\":\"suspended\"");
        assertThat(upload("?mode=rows", "text/csv", rows).body())
                .contains("\"rejected\":3", "created since it was read", "changed since it was read");
        api("DELETE", "/accounts/one@import.example", "");
        assertThat(upload("?mode=rows&dryRun=true", "text/csv", rows).body()).contains("deleted since it was read");
    }

    @Test
    void aPasswordThatWasChangedSinceIsAChangeToo() throws Exception {
        upload("", "text/csv", TWO);
        String rows = "address,mailHost,secret,version\none@import.example,import-a,{PLAIN}a," + version("one") + "\n";
        api(
                "PUT",
                "/accounts/one@import.example",
                "{\"mailHost\": \"import-a\", \"sendLimits\": \"10/1h, 50/1d\", \"permissions\": {\"imap\": false}, \"secret\": \"{PLAIN}c\"}");
        assertThat(upload("", "text/csv", rows).body()).contains("changed since it was read");
    }

    @Test
    void aDryRunCountsWhatIsAsItWasAsUnchanged() throws Exception {
        upload("", "text/csv", TWO);
        assertThat(upload("?dryRun=true", "text/csv", TWO).body()).contains("\"changed\":0", "\"unchanged\":2");
    }

    @Test
    void whatARowDoesNotHaveStaysWithAbsentKeep() throws Exception {
        upload("", "text/csv", TWO);
        api("PUT", "/accounts/one@import.example/state", "{\"status\": \"suspended\", \"statusReason\": \"spam\"}");
        String row =
                "{\"address\": \"one@import.example\", \"secret\": \"{PLAIN}b\", \"permissions\": {\"pop3\": false}}\n";
        assertThat(upload("?absent=keep", "application/x-ndjson", row).body()).contains("\"changed\":1");
        assertThat(api("GET", "/accounts/one@import.example", "").body())
                .contains("\"status\":\"suspended\"", "\"statusReason\":\"spam\"", "\"mailHost\":\"import-a\"")
                .contains("\"sendLimits\":\"10/1h, 50/1d\"", "\"permissions\":{\"imap\":false,\"pop3\":false}");
        assertThat(upload("?absent=keep", "application/x-ndjson", row).body()).contains("\"unchanged\":1");
        String cleared =
                "{\"address\": \"one@import.example\", \"permissions\": {\"imap\": null}, \"status\": \"active\"}\n";
        assertThat(upload("?absent=keep", "application/x-ndjson", cleared).body())
                .contains("\"changed\":1");
        assertThat(api("GET", "/accounts/one@import.example", "").body())
                .contains("\"status\":\"active\"", "\"permissions\":{\"pop3\":false}")
                .doesNotContain("spam");
        assertThat(upload(
                                "?absent=keep",
                                "application/x-ndjson",
                                "{\"address\": \"three@import.example\", \"secret\": \"{PLAIN}b\"}\n")
                        .body())
                .as("a new account has nothing to keep")
                .contains("\"field\":\"mailHost\"");
        assertThat(upload("?absent=some", "text/csv", TWO).body()).contains("\"field\":\"absent\"");
    }

    @Test
    void aSpreadsheetsFileIsTaken() throws Exception {
        String rows = "\uFEFFaddress;mailHost;secret\r\none@import.example;import-a;{PLAIN}a\r\n";
        assertThat(upload("", "text/csv", rows).body()).contains("\"created\":1");
    }

    @Test
    void deepNestingIsAnErrorOfItsLine() throws Exception {
        String nested = "{\"address\": " + "[".repeat(20_000) + "]".repeat(20_000) + "}\n";
        HttpResponse<String> report = upload("", "application/x-ndjson", nested);
        assertThat(report.statusCode()).isEqualTo(400);
        assertThat(report.body()).contains("\"line\":1", "nested too deeply");
    }

    @Test
    void nonsenseIsRefused() throws Exception {
        assertThat(upload("", "text/csv", "").statusCode()).isEqualTo(400);
        assertThat(upload("", "text/csv", "a,a\n1,2\n").statusCode()).isEqualTo(400);
        assertThat(upload("", "text/csv", "address,mailHost\n\"open").statusCode())
                .isEqualTo(400);
        assertThat(upload("?mode=some", "text/csv", TWO).body()).contains("\"field\":\"mode\"");
        assertThat(upload("", "text/csv", "address,mailHost\none@import.example\n")
                        .body())
                .contains("cells");
        assertThat(upload("", "application/x-ndjson", "x".repeat(100_000)).statusCode())
                .isEqualTo(400);
    }

    private static HttpResponse<String> upload(String query, String type, String rows) throws Exception {
        return api("admin", "POST", "/accounts/import" + query, rows, "Content-Type", type);
    }
}
