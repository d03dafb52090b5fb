// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountRowsTest {
    @Test
    void cellsInQuotesHoldCommasLineEndsAndQuotes() {
        assertThat(AccountRows.ofCsv("address,mailHost,sendLimits,password\r\n"
                        + "ada@example.org,mail1,\"100/1h, 500/1d\",\"a\"\"b\nc\"\r\n"
                        + "bob@example.org,mail1,,true\r\n"))
                .extracting(row -> row.line() + " " + row.account())
                .containsExactly(
                        "2 {\"address\":\"ada@example.org\",\"mailHost\":\"mail1\",\"sendLimits\":\"100/1h,"
                                + " 500/1d\",\"password\":\"a\\\"b\\nc\"}",
                        "4 {\"address\":\"bob@example.org\",\"mailHost\":\"mail1\",\"password\":\"true\"}");
    }

    @Test
    void permissionsAreTrueOrFalse() {
        assertThat(AccountRows.ofCsv("address,permitPop3,permitNetworks\na@example.org,FALSE,192.0.2.0/24"))
                .singleElement()
                .satisfies(row -> assertThat(row.account().toString())
                        .contains("\"permitPop3\":false", "\"permitNetworks\":\"192.0.2.0/24\""));
    }

    @Test
    void whatIsWrongIsToldByLine() {
        assertThat(AccountRows.ofCsv("mail,host\n"))
                .extracting(AccountRow::error)
                .containsExactly("has no column \"address\"");
        assertThat(AccountRows.ofCsv("address,mailHost\na@example.org\nb@example.org,\"x\n"))
                .extracting(row -> row.line() + " " + row.error())
                .containsExactly("2 has 1 cells, not 2", "3 has a quote that does not end");
        assertThat(AccountRows.ofJsonLines("{\"address\":\"a@example.org\"}\n\n[1]\n{\"address\":1}\n"))
                .extracting(row -> row.line() + " " + row.error())
                .containsExactly("1 null", "3 is not a JSON object", "4 has no address");
    }

    @Test
    void nothingGivesNothing() {
        assertThat(AccountRows.ofCsv("")).isEmpty();
        assertThat(AccountRows.ofJsonLines("\n\n")).isEmpty();
    }
}
