// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.ctl.client.PolicyClient;
import dev.sekisho.net.HostPort;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times, addresses, actions and metrics as they are written. */
class WordsOfPeopleTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "90m, 2026-11-24T13:30:00Z",
        "2h, 2026-11-24T14:00:00Z",
        "3d, 2026-11-27T12:00:00Z",
        "1w, 2026-12-01T12:00:00Z",
        "2027-01-31T18:00:00+09:00, 2027-01-31T09:00:00Z"
    })
    void timesAreReadFromNowOrAsTheyAre(String text, String expected) {
        assertThat(Until.parse(text, NOW)).isEqualTo(Instant.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2h30", "-2h", "0h", "2027-01-31", "99999999999999999999h"})
    void otherTimesAreRefused(String text) {
        assertThatThrownBy(() -> Until.parse(text, NOW)).isInstanceOf(CtlException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10031", "host", "host:", ":1", "host:70000", "host:x"})
    void whatIsNoHostAndPortIsRefused(String text) {
        assertThatThrownBy(() -> PolicyClient.address(text))
                .hasMessage("\"" + text
                        + "\" is not HOST:PORT; write it as mx.example.org:25, 192.0.2.25:25 or [2001:db8::25]:25")
                .isInstanceOfSatisfying(
                        CtlException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(Exit.UNKNOWN));
    }

    @Test
    void hostAndPortAreReadAsPostfixWritesThem() {
        assertThat(PolicyClient.address("inet:127.0.0.1:10031")).isEqualTo(new HostPort("127.0.0.1", 10_031));
        assertThat(PolicyClient.address("[::1]:1")).hasToString("[::1]:1");
    }

    @ParameterizedTest
    @CsvSource({
        "DUNNO, true",
        "dunno, true",
        "PREPEND X-A: b, true",
        "450 4.7.1 Limit, false",
        "DEFER_IF_PERMIT later, false",
        "REJECT, false",
        "HOLD, false"
    })
    void onlyActionsThatTakeTheMailPass(String action, boolean passes) {
        assertThat(PolicyClient.passes(action)).isEqualTo(passes);
    }

    @Test
    void metricsAreReadByNameAndLabel() {
        Metrics metrics = new Metrics("""
                # HELP sekisho_quota_host_breaker x
                sekisho_quota_host_breaker{host="mail1",peer="a",mp_scope="application"} 2.0
                sekisho_quota_host_breaker{host="mail2",peer="b"} 0.0
                sekisho_sendlimit_unwritten_accounts{mp_scope="application"} 17
                broken line
                other{le="+Inf"} NaN
                """);
        assertThat(metrics.labels("sekisho_quota_host_breaker", "host", value -> value > 0))
                .containsExactly("mail1");
        assertThat(metrics.sum("sekisho_sendlimit_unwritten_accounts")).isEqualTo(17);
        assertThat(metrics.sum("absent")).isZero();
    }
}
