// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyListener;
import jakarta.resource.ResourceException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One host of a network cannot use up the connections of the others. */
class PeerSharesTest {
    private static final PolicyListener DUNNO = request -> CompletableFuture.completedFuture(PolicyAction.DUNNO);
    private static final String OTHER = "127.0.0.2";
    private static final Duration POLL = Duration.ofMillis(5);

    private final CapturedLog log = new CapturedLog();
    private final List<TestPeer> greedy = new ArrayList<>();

    @AfterEach
    void close() {
        greedy.forEach(TestPeer::close);
        log.close();
    }

    @Test
    void aPeerWithItsShareKeepsNoOtherOut() throws ResourceException {
        try (TestListener listener = TestListener.listening(spec(20, 50), DUNNO)) {
            // One by one: of more at once than there is room for, some are refused before the loops have closed others.
            for (int i = 1; i <= 60; i++) {
                connect(listener, 1);
                int open = Math.min(i, 10);
                await().pollInterval(POLL).until(() -> listener.activation.getOpenConnections() == open);
            }
            await().until(() -> listener.activation.getEvictedConnections() == 50);
            try (TestPeer other = listener.peerFrom(OTHER)) {
                assertThat(other.sendRequest("a").answer()).isEqualTo("DUNNO");
            }
            assertThat(listener.activation.getRefusedConnections()).isZero();
            assertThat(log.lines("SKS0204W").get(0)).contains("127.0.0.1").contains("max-peer-percent");
        }
    }

    @Test
    void theLongestIdleOneGoes() throws ResourceException {
        PolicyActivationSpec spec = spec(4, 50);
        spec.setIoThreads(1);
        try (TestListener listener = TestListener.listening(spec, DUNNO)) {
            connect(listener, 2);
            greedy.forEach(each -> assertThat(each.sendRequest("a").answer()).isEqualTo("DUNNO"));
            assertThat(greedy.get(0).sendRequest("b").answer()).isEqualTo("DUNNO");
            connect(listener, 1);
            assertThat(greedy.get(2).sendRequest("a").answer()).isEqualTo("DUNNO");
            assertThat(greedy.get(1).answer()).as("idle for longest").isNull();
            assertThat(greedy.get(0).sendRequest("c").answer()).isEqualTo("DUNNO");
            assertThat(listener.activation.getOpenConnections()).isEqualTo(2);
        }
    }

    @Test
    void aPeerWithRequestsOnAllItsConnectionsGetsNoFurtherOne() throws ResourceException {
        CompletableFuture<PolicyAction> stage = new CompletableFuture<>();
        PolicyActivationSpec spec = spec(4, 50);
        spec.setIoThreads(1);
        try (TestListener listener = TestListener.listening(spec, request -> stage)) {
            connect(listener, 2);
            greedy.forEach(each -> each.sendRequest("a"));
            await().until(() -> listener.activation.getRequests() == 2);
            connect(listener, 1);
            assertThat(greedy.get(2).answer()).isNull();
            assertThat(listener.activation.getRefusedConnections()).isEqualTo(1);
            try (TestPeer other = listener.peerFrom(OTHER)) {
                other.sendRequest("a");
                await().until(() -> listener.activation.getRequests() == 3);
                stage.complete(PolicyAction.DUNNO);
                assertThat(other.answer()).isEqualTo("DUNNO");
            }
            assertThat(greedy.get(0).answer()).isEqualTo("DUNNO");
            assertThat(greedy.get(1).answer()).isEqualTo("DUNNO");
        }
    }

    @Test
    void aShareOfAllIsUnlimited() throws ResourceException {
        try (TestListener listener = TestListener.listening(spec(4, 100), DUNNO)) {
            connect(listener, 4);
            greedy.forEach(each -> assertThat(each.sendRequest("a").answer()).isEqualTo("DUNNO"));
            assertThat(listener.activation.getEvictedConnections()).isZero();
        }
    }

    @Test
    void whatWasClosedIsNotCounted() {
        PeerShares shares = PeerShares.ofLoop(spec(20, 20));
        assertThat(shares.max()).isEqualTo(2);
        for (int i = 0; i < 3; i++) {
            shares.opened("a");
            shares.opened("b");
        }
        assertThat(shares.isExceeded("a")).isTrue();
        shares.closed("a");
        assertThat(shares.isExceeded("a")).isFalse();
        assertThat(shares.isExceeded("b")).isTrue();
        shares.closed("a");
        shares.closed("a");
        shares.closed("a");
        assertThat(shares.size()).isEqualTo(1);
        assertThat(shares.isExceeded("c")).isFalse();
    }

    @Test
    void aShareIsAtLeastOneConnectionAndNeverOverflows() {
        assertThat(PeerShares.ofLoop(spec(2, 1)).max()).isEqualTo(1);
        assertThat(PeerShares.ofLoop(spec(10_000, 80)).max()).isEqualTo(4000);
        assertThat(PeerShares.ofLoop(spec(1_000_000_000, 80)).max()).isEqualTo(400_000_000);
        assertThat(PeerShares.ofLoop(spec(10, 100)).max()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aPeerIsAnAddressOfIpv4AndANetworkOfIpv6() throws UnknownHostException {
        assertThat(peer("192.0.2.7")).isNotEqualTo(peer("192.0.2.8"));
        assertThat(peer("2001:db8:0:1::1")).isEqualTo(peer("2001:db8:0:1:ffff::2"));
        assertThat(peer("2001:db8:0:1::1")).isNotEqualTo(peer("2001:db8:0:2::1"));
    }

    private static String peer(String address) throws UnknownHostException {
        return PeerShares.peerOf(InetAddress.getByName(address));
    }

    private static PolicyActivationSpec spec(int maxConnections, int percent) {
        PolicyActivationSpec spec = TestListener.spec();
        spec.setMaxConnections(maxConnections);
        spec.setMaxPeerPercent(percent);
        return spec;
    }

    private void connect(TestListener listener, int number) {
        long before = listener.activation.getAcceptedConnections();
        for (int i = 0; i < number; i++) {
            greedy.add(listener.peer());
        }
        await().pollInterval(POLL).until(() -> listener.activation.getAcceptedConnections() == before + number);
    }
}
