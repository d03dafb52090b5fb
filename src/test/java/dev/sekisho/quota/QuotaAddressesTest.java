// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.quota.client.QuotaFailure;
import dev.sekisho.quota.client.QuotaResult;
import dev.sekisho.quota.client.QuotaStatusClient;
import dev.sekisho.quota.client.QuotaStatusPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A mail host whose quota-status has several addresses; only the last of them has one here. */
class QuotaAddressesTest extends QuotaRequests {
    @Test
    void theNextAddressIsQueriedWhenTheFirstCannotBe() throws Exception {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.answering(QuotaStatusPeer.ROOM));
        QuotaHost host = host("127.0.0.77", peer);
        assertThat(answer(request(client(), host, 1))).isEqualTo(new QuotaResult.Room());
        assertThat(metrics.times()).hasSize(1);
    }

    @Test
    void aNameWithoutAddressIsPassedOver() throws Exception {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.answering(QuotaStatusPeer.ROOM));
        assertThat(answer(request(client(), host("no-such-host", peer), 1))).isEqualTo(new QuotaResult.Room());
    }

    @Test
    void anAddressThatIsLeftAloneIsNotTriedFirst() throws Exception {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.answering(QuotaStatusPeer.ROOM));
        QuotaStatusClient client = client();
        QuotaHost host = host("127.0.0.77", peer);
        for (int i = 0; i < 8; i++) {
            assertThat(answer(request(client, host, 1))).isEqualTo(new QuotaResult.Room());
        }
        assertThat(metrics.results()).containsEntry("unreachable", 5).containsEntry("room", 8);
        assertThat(peer.requests()).hasSize(8);
        assertThat(metrics.results()).doesNotContainKey(QuotaFailure.BREAKER_OPEN.word());
    }

    @Test
    void silenceOfAllAddressesEndsWithinTheTimeOfOneRequest() throws Exception {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.SILENCE);
        QuotaStatusClient client = client();
        QuotaHost host = new QuotaHost("mx", List.of("127.0.0.1", "::ffff:127.0.0.1"), peer.port(), MailHostState.UP);
        CompletableFuture<QuotaResult> requests = request(client, host, 1);
        awaitRequests(peer, 1);
        pass(client, Duration.ofSeconds(1));
        awaitRequests(peer, 2);
        assertThat(requests).isNotDone();
        pass(client, Duration.ofSeconds(1));
        assertThat(answer(requests)).isEqualTo(unavailable(QuotaFailure.TIMEOUT));
    }

    private static QuotaHost host(String first, QuotaStatusPeer peer) {
        return new QuotaHost("mx", List.of(first, "127.0.0.1"), peer.port(), MailHostState.UP);
    }
}
