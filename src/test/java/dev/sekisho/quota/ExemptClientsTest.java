// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExemptClientsTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.0/24, 193.0.2.0, false",
        "192.0.2.0/25, 192.0.2.127, true",
        "192.0.2.0/25, 192.0.2.128, false",
        "192.0.2.8/29, 192.0.2.15, true",
        "192.0.2.8/29, 192.0.2.16, false",
        "192.0.2.7/32, 192.0.2.7, true",
        "0.0.0.0/0, 198.51.100.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "0.0.0.0/0, unknown, true",
        "128.0.0.0/1, unknown, false",
        "128.0.0.0/1, 127.0.0.1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:db8::1/128, 2001:db8::1, true",
        "2001:db8::1/128, 2001:db8::2, false"
    })
    void aNetworkHasTheClientsWithItsFirstBits(String network, String client, boolean has) {
        assertThat(ExemptClients.parse(network).contains(request(client, "a@example.com")))
                .isEqualTo(has);
    }

    @Test
    void exemptionsAreNetworksAndSenderDomains() {
        ExemptClients exempt = ExemptClients.parse("192.0.2.0/24, Elsewhere.example");
        assertThat(exempt.contains(request("192.0.2.7", "a@example.com"))).isTrue();
        assertThat(exempt.contains(request("192.0.3.7", "a@elsewhere.example"))).isTrue();
        assertThat(exempt.contains(request("192.0.3.7", "a@example.com"))).isFalse();
        assertThat(ExemptClients.parse("").contains(request("192.0.2.7", "a@example.com")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/33", "2001:db8::/129", "192.0.2.0/", "192.0.2.0/-1", "/24", "no domain"})
    void allElseIsRefused(String text) {
        assertThatThrownBy(() -> ExemptClients.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static PolicyRequest request(String client, String sender) {
        return PolicyRequest.at(ProtocolState.RCPT)
                .clientAddress(client)
                .sender(sender)
                .build();
    }
}
