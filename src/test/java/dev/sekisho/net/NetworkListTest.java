// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.0/24 | 192.0.2.255 | true",
                "192.0.2.0/24 | 192.0.3.0 | false",
                "192.0.2.128/25 | 192.0.2.127 | false",
                "192.0.2.128/25 | 192.0.2.200 | true",
                "0.0.0.0/0 | 203.0.113.9 | true",
                "0.0.0.0/0 | 2001:db8::1 | false",
                "192.0.2.7 | ::ffff:192.0.2.7 | true",
                "2001:db8::/33 | 2001:db8:7fff::1 | true",
                "2001:db8::/33 | 2001:db8:8000::1 | false",
                "198.51.100.1, 2001:db8::1 | 2001:db8:0::1 | true",
                "any | nonsense | true",
                "none | nonsense | false"
            })
    void anAddressIsInAPrefixOrNot(String networks, String address, boolean in) {
        assertThat(NetworkList.parse(networks).contains(address)).isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "192.0.2.0/33",
                "192.0.2.1/24",
                "2001:db8::/129",
                "192.0.2.0/-1",
                "office",
                "1:2",
                "192.0.2.7,",
                "192.0.2.0/"
            })
    void anInvalidListIsRefused(String text) {
        assertThatThrownBy(() -> NetworkList.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClientWithoutAnAddressIsNeitherInNorOut() {
        assertThatThrownBy(() -> NetworkList.parse("192.0.2.0/24").contains("unix:"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTextIsTheCanonicalOne() {
        assertThat(NetworkList.parse(" 192.0.2.0/24,2001:DB8:0::/32 ,::ffff:192.0.2.0/120"))
                .hasToString("192.0.2.0/24, 2001:db8::/32, 192.0.2.0/24");
    }
}
