// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "mx.example.org:2525, mx.example.org, 2525",
        "192.0.2.25:25, 192.0.2.25, 25",
        "[2001:db8::25]:25, 2001:db8::25, 25",
        "localhost:65535, localhost, 65535"
    })
    void aHostAndItsPortAreReadAndWrittenBack(String text, String host, int port) {
        assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port)).hasToString(text);
    }

    @Test
    void aListMayLeaveThePortOut() {
        assertThat(HostPort.parseList("mx.example.org, 192.0.2.25:26,2001:db8::25, [2001:db8::26]", 25))
                .isEqualTo(List.of(
                        new HostPort("mx.example.org", 25),
                        new HostPort("192.0.2.25", 26),
                        new HostPort("2001:db8::25", 25),
                        new HostPort("2001:db8::26", 25)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "10031",
                "host:",
                ":1",
                "host:0",
                "host:65536",
                "host:-1",
                "host:x",
                "2001:db8::25",
                "[2001:db8::25]",
                "[2001:db8::25:25",
                "[mx.example.org]:25",
                "2001:db8::g:25",
                "a b:25",
                "a\nb:25"
            })
    void allElseIsRefusedInOneMessage(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "is not HOST:PORT; write it as mx.example.org:25, 192.0.2.25:25 or [2001:db8::25]:25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mx.example.org,", "mx.example.org:0", "[mx.example.org]", "one two"})
    void aListWithAWrongEntryIsRefused(String text) {
        assertThatThrownBy(() -> HostPort.parseList(text, 25))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not HOST:PORT; write it as");
    }
}
