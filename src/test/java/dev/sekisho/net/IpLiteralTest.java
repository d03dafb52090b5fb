// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "unknown",
                "300.0.0.1",
                "256.1.1.1",
                "1.2.3.256",
                "192.0.2",
                "192.0.2.1.5",
                "192.0.2.",
                ".192.0.2",
                "192.0..1",
                "192.0.2.010",
                "192.0.2.00",
                "1234.0.0.1",
                "192.0.2.-1",
                "192.0.2.+1",
                "192.0.2.a",
                "192.0.2.1 ",
                "192.0.2.\u0661",
                ".:1",
                ".::1",
                ":",
                ":::",
                "1:::2",
                "::1::2",
                ":1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "::1:2:3:4:5:6:7:8",
                "12345::1",
                "g::1",
                "/::1",
                "\uff11::1",
                "192.0.2.1::",
                "::192.0.2.1:1",
                "::192.0.2",
                "::300.0.0.1",
                "1:2:3:4:5:6:7:192.0.2.1",
                "1:2:3:4:5:192.0.2.1",
                "fe80::1%eth0",
                "[::1]",
                "::ffff:192.0.2.1/128",
                "0000:0000:0000:0000:0000:0000:0000:0000:0000001"
            })
    void anInvalidAddressIsNotLookedUp(String text) {
        assertThat(IpLiteral.bytes(text)).isEmpty();
        assertThat(IpLiteral.address(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "192.0.2.7",
                "9.10.99.100",
                "::",
                "::1",
                "1::",
                "2001:db8::7",
                "2001:DB8:0:0:0:0:0:7",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255",
                "64:ff9b::192.0.2.33",
                "1::192.0.2.33",
                "::ffff:192.0.2.7",
                "::ffff:c000:207",
                "0:0:0:0:0:ffff:192.0.2.7",
                "::fffe:192.0.2.7",
                "::1:ffff:192.0.2.7",
                "::192.0.2.7",
                "aF09::"
            })
    void theBytesAreThoseOfTheJdk(String text) throws UnknownHostException {
        byte[] expected = InetAddress.getByName(text).getAddress();
        assertThat(IpLiteral.bytes(text))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(expected));
        assertThat(IpLiteral.address(text)).contains(InetAddress.getByName(text));
    }

    @Test
    void eachAddressIsReadBackFromItsText() throws UnknownHostException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = random.nextInt(3) == 0 ? 0 : bytes[j];
            }
            String text = InetAddress.getByAddress(bytes).getHostAddress();
            byte[] expected = InetAddress.getByAddress(bytes).getAddress();
            assertThat(IpLiteral.bytes(text))
                    .as("%s, seed %d", text, seed)
                    .hasValueSatisfying(read -> assertThat(read).isEqualTo(expected));
        }
    }
}
