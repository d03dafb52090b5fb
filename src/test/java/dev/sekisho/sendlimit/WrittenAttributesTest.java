// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.RemoteStoreExecutor;
import dev.sekisho.decision.RecordedDecisions;
import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.directory.snapshot.SendScopes;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.sendlimit.activity.SenderActivity;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.sendlimit.counter.TestCaches;
import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes as operators and programs write them. */
class WrittenAttributesTest {
    private static final String ALICE = "alice@example.org";

    private final CacheFactory caches = TestCaches.open();
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final SendCounters counters = new SendCounters(caches, directory, clock, event -> {});
    private final SendLimitPolicy policy = new SendLimitPolicy(
            directory,
            counters,
            new SendBlocks(directory, new TestSendBlocks(), clock),
            SendLimitConfig.read(new Settings(new TestConfig(Map.of()))),
            new RecordedDecisions(),
            new SenderActivity(clock),
            RemoteStoreExecutor.direct(),
            clock);

    WrittenAttributesTest() {
        counters.restored();
    }

    @AfterEach
    void close() {
        caches.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "", "300.0.0.1", "192.0.2.7", "2001:db8::7", "::ffff:192.0.2.7"})
    void aClientWithoutAnAddressIsOneOfAllOthers(String clientAddress) {
        directory.setScopes(new SendScopes.Builder()
                .scope(
                        ScopeKind.NETWORK,
                        "0.0.0.0/0",
                        SendLimits.UNLIMITED,
                        UnauthenticatedPolicy.REFUSE,
                        UnauthenticatedPolicy.COUNT)
                .scope(
                        ScopeKind.NETWORK,
                        "::/0",
                        SendLimits.UNLIMITED,
                        UnauthenticatedPolicy.REFUSE,
                        UnauthenticatedPolicy.COUNT)
                .scope(
                        ScopeKind.NETWORK,
                        "198.51.100.0/24",
                        SendLimits.UNLIMITED,
                        UnauthenticatedPolicy.PASS,
                        UnauthenticatedPolicy.COUNT)
                .build());
        assertThat(decide(clientAddress, "info@example.org", "someone@example.com"))
                .startsWith("550 5.7.1 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", ""})
    void theNetworkOfAllIpv6AddressesDecidesWhereNoOtherDoes(String clientAddress) {
        directory.setScopes(new SendScopes.Builder()
                .scope(
                        ScopeKind.NETWORK,
                        "::/0",
                        SendLimits.UNLIMITED,
                        UnauthenticatedPolicy.REFUSE,
                        UnauthenticatedPolicy.COUNT)
                .build());
        assertThat(decide(clientAddress, "info@example.org", "someone@example.com"))
                .startsWith("550 5.7.1 ");
    }

    @Test
    void aClientWithoutAnAddressIsOfNoSmallerNetwork() {
        directory.setScopes(new SendScopes.Builder()
                .scope(
                        ScopeKind.NETWORK,
                        "0.0.0.0/1",
                        SendLimits.UNLIMITED,
                        UnauthenticatedPolicy.REFUSE,
                        UnauthenticatedPolicy.COUNT)
                .build());
        assertThat(decide("unknown", "info@example.org", "someone@example.com")).isEqualTo("DUNNO");
    }

    @Test
    void aDomainWithADotAtItsEndIsCountedOnce() {
        directory.put(ALICE, "domains 1/1h");
        assertThat(send("m1", "someone@example.com")).isEqualTo("DUNNO");
        assertThat(send("m2", "other@Example.com.")).isEqualTo("DUNNO");
        assertThat(send("m3", "other@example.net")).startsWith("450 ");
    }

    @Test
    void aSenderWithADotAtItsEndHasTheSameRule() {
        directory.setScopes(new SendScopes.Builder()
                .scope(
                        ScopeKind.SENDER,
                        "@example.org",
                        SendLimits.parse("1/1h"),
                        UnauthenticatedPolicy.COUNT,
                        UnauthenticatedPolicy.COUNT)
                .build());
        assertThat(decide("192.0.2.7", "info@example.org", "someone@example.com"))
                .isEqualTo("DUNNO");
        assertThat(decide("192.0.2.7", "Info@Example.org.", "other@example.com"))
                .startsWith("450 ");
    }

    private String send(String instance, String recipient) {
        return policy.decide(request(instance, recipient).saslUsername(ALICE).build())
                .text();
    }

    private String decide(String clientAddress, String sender, String recipient) {
        return policy.decide(request("n" + sender, recipient)
                        .sender(sender)
                        .clientAddress(clientAddress)
                        .build())
                .text();
    }

    private static PolicyRequest.Builder request(String instance, String recipient) {
        return PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                .policyClient("192.0.2.25")
                .instance(instance)
                .recipient(recipient)
                .recipientCount(1)
                .clientAddress("192.0.2.7");
    }
}
