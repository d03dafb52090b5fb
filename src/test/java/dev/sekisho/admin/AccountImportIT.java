// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.platform.GateUnderTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts by the file. */
class AccountImportIT extends GateUnderTest {
    private static final String TWO = """
            address,mailHost,secret,sendLimits,permitImap
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
    void aDryRunSaysWhatWouldBeAndDoesNothing() throws Exception {
        HttpResponse<String> report = upload("?dryRun=true", "text/csv", TWO);
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.body())
                .contains("\"applied\":false")
                .contains("\"rows\":2")
                .contains("\"made\":2");
        assertThat(api("GET", "/accounts/one@import.example", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        assertThat(upload("", "text/csv", TWO).body())
                .contains("\"applied\":true")
                .contains("\"made\":2");
        assertThat(api("GET", "/accounts/one@import.example", "").body())
                .contains("\"sendLimits\":\"10/1h, 50/1d\"")
                .contains("\"permitImap\":false");
        assertThat(upload("", "text/csv", TWO).body())
                .contains("\"made\":0")
                .contains("\"changed\":0")
                .contains("\"unchanged\":2");
        assertThat(api("GET", "/audit?entry=one@import.example&limit=1", "").body())
                .contains("\"secrets\":\"password\"");
    }

    @Test
    void oneWrongRowKeepsAllOutAndIsToldByItsLine() throws Exception {
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
                .contains("\"refused\":2");
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
                .contains("\"made\":1")
                .contains("\"refused\":1")
                .contains("earlier line");
        assertThat(api("GET", "/accounts/one@import.example", "").statusCode()).isEqualTo(200);
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
