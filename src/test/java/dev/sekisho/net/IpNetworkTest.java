// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {
    /** The JDK takes each of the first four for a host name and would query the name service for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "300.0.0.1",
                "256.1.1.1",
                "999.999.999.999",
                "1.2.3.400",
                "01.2.3.4",
                "1.2.3.4.",
                "1.2.3",
                "unknown",
                "",
                "localhost",
                "::1%lo",
                ":::1",
                "1::2::3",
                "::ffff:300.0.0.1",
                "12345::1"
            })
    void aTextThatIsNotALiteralIsRefusedAndNeverLookedUp(String text) {
        assertThat(IpNetwork.address(text)).isEmpty();
        assertThat(IpNetwork.clientOf(text)).isEqualTo("unknown-address");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7",
        "::FFFF:C000:0207, 192.0.2.7",
        "2001:db8:0:7:1:2:3:4, 2001:db8:0:7::/64",
        "2001:DB8:0:7::, 2001:db8:0:7::/64",
        "::1, ::/64"
    })
    void aClientIsAnIpv4AddressOrTheSlash64OfAnIpv6Address(String address, String client) {
        assertThat(IpNetwork.clientOf(address)).isEqualTo(client);
        assertThat(IpNetwork.parse(client).client()).hasToString(client);
    }

    @Test
    void aPrefixOfIpv4MappedAddressesIsOneOfIpv4() {
        assertThat(IpNetwork.parse("::ffff:192.0.2.0/120")).isEqualTo(IpNetwork.parse("192.0.2.0/24"));
        assertThatThrownBy(() -> IpNetwork.parse("::ffff:192.0.2.0/64")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IpNetwork.parse("300.0.0.0/8")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPrefixLengthIsFromNoneToAllBits() {
        assertThat(IpNetwork.parse("192.0.2.7/32")).isEqualTo(IpNetwork.parse("192.0.2.7"));
        assertThat(IpNetwork.parse("0.0.0.0/0").contains(IpNetwork.parse("192.0.2.7")))
                .isTrue();
        for (String text : new String[] {"192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "/24", "2001:db8::/129"}) {
            assertThatThrownBy(() -> IpNetwork.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aNetworkContainsItselfAndWhatIsSmallerAndNoMore() {
        IpNetwork network = IpNetwork.parse("192.0.2.0/24");
        assertThat(network.contains(network)).isTrue();
        assertThat(network.contains(IpNetwork.parse("192.0.2.128/25"))).isTrue();
        assertThat(network.contains(IpNetwork.parse("192.0.2.0/23"))).isFalse();
        assertThat(network.contains(IpNetwork.parse("192.0.3.0"))).isFalse();
        assertThat(network).isNotEqualTo(IpNetwork.parse("192.0.2.0/25")).isNotEqualTo(IpNetwork.parse("192.0.3.0/24"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1/24, 192.0.2.0/24",
        "2001:db8::1/32, 2001:db8::/32",
        "::ffff:192.0.2.1/120, 192.0.2.0/24",
        "192.0.2.7/0, 0.0.0.0/0",
        "192.0.2.129/25, 192.0.2.128/25"
    })
    void bitsBehindThePrefixAreRefusedWithTheCorrectedForm(String text, String corrected) {
        assertThatThrownBy(() -> IpNetwork.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text + " has bits behind its prefix; write " + corrected);
        assertThat(IpNetwork.masked(text)).hasToString(corrected).isEqualTo(IpNetwork.parse(corrected));
    }

    /** RFC 5952, 4. */
    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:0:0:0:0/32, 2001:db8::/32",
        "2001:0db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "0:0:0:0:0:0:0:0/0, ::/0",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "192.0.2.7/32, 192.0.2.7",
        "192.0.2.0/024, 192.0.2.0/24",
        "' 192.0.2.0/24 ', 192.0.2.0/24"
    })
    void theCanonicalFormIsTheShortestOne(String text, String canonical) {
        assertThat(IpNetwork.parse(text)).hasToString(canonical);
        assertThat(IpNetwork.parse(canonical)).isEqualTo(IpNetwork.parse(text)).hasToString(canonical);
    }

    @Test
    void aRefusedTextIsRepeatedQuotedAndCut() {
        assertThatThrownBy(() -> IpNetwork.parse("off\nice" + "x".repeat(500)))
                .hasMessageStartingWith("\"off\\u000aicexxx")
                .hasMessageContaining("…\" is not an IP address or network")
                .hasMessageEndingWith("2001:db8::/32");
        assertThatThrownBy(() -> IpNetwork.parse("192.0.2.0/33"))
                .hasMessage("\"192.0.2.0/33\" needs a prefix length of 0 to 32 behind the slash");
        assertThatThrownBy(() -> IpNetwork.parse("::ffff:192.0.2.0/95"))
                .hasMessage("\"::ffff:192.0.2.0/95\" needs a prefix length of 96 to 128 behind the slash");
    }

    @Test
    void neighboursAreOfOneSlash24OrSlash64() {
        assertThat(IpNetwork.neighbourhood("192.0.2.7"))
                .isEqualTo(IpNetwork.neighbourhood("192.0.2.250"))
                .isNotEqualTo(IpNetwork.neighbourhood("192.0.3.7"));
        assertThat(IpNetwork.neighbourhood("2001:db8:0:1::1"))
                .isEqualTo(IpNetwork.neighbourhood("2001:db8:0:1:ffff::1"))
                .isNotEqualTo(IpNetwork.neighbourhood("2001:db8:0:2::1"));
        assertThat(IpNetwork.neighbourhood("unknown")).isEmpty();
    }
}
