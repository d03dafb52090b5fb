// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.quota.QuotaRequests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest extends QuotaRequests {
    private static final QuotaResult ROOM = new QuotaResult.Room();

    @Test
    void aDeadHostGetsNoRequestsAfterFiveFailuresUntilALaterProbe() throws IOException {
        QuotaStatusPeer dead = peer(QuotaStatusPeer.Script.SILENCE);
        dead.close();
        QuotaHost host = at(dead);
        QuotaStatusClient client = client();
        for (int failure = 0; failure < 5; failure++) {
            assertThat(answer(request(client, host, 1))).isEqualTo(unavailable(QuotaFailure.UNREACHABLE));
        }
        assertThat(answer(request(client, host, 1))).isEqualTo(unavailable(QuotaFailure.BREAKER_OPEN));
        assertThat(metrics.pools())
                .singleElement()
                .extracting(ConnectionPool::breakerState)
                .isEqualTo(HostAvailability.OPEN);
        assertThat(codes()).containsExactly("SKS0401W");

        peerAt(dead.port(), QuotaStatusPeer.Script.answering(QuotaStatusPeer.ROOM));
        await().until(() -> answer(request(client, host, 1)).equals(ROOM));
        assertThat(codes()).containsExactly("SKS0401W", "SKS0402I");
        assertThat(answer(request(client, host, 1))).isEqualTo(ROOM);
    }

    @Test
    void aHostThatStaysDeadIsLoggedOnce() throws IOException {
        QuotaStatusPeer dead = peer(QuotaStatusPeer.Script.SILENCE);
        dead.close();
        QuotaStatusClient client = client();
        // Five failures open the breaker; each later one was a probe.
        await().until(() -> {
            answer(request(client, at(dead), 1));
            return metrics.results().getOrDefault("unreachable", 0) >= 8;
        });
        assertThat(codes()).containsExactly("SKS0401W");
    }

    @Test
    void thoseInTheLineOfALostHostAreLetGo() throws IOException {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.SILENCE);
        QuotaStatusClient client = client(config(5, 8));
        List<CompletableFuture<QuotaResult>> first = new ArrayList<>();
        for (int connection = 0; connection < 5; connection++) {
            first.add(request(client, at(peer), 1));
        }
        awaitRequests(peer, 5);
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        List<CompletableFuture<QuotaResult>> line = new ArrayList<>();
        for (int place = 0; place < 8; place++) {
            line.add(request(client, at(peer), 2));
        }
        pass(client, Duration.ofSeconds(1));
        assertThat(first).allSatisfy(each -> assertThat(answer(each)).isEqualTo(unavailable(QuotaFailure.TIMEOUT)));
        // The first four were put on the connections of those that failed before the fifth.
        assertThat(line.subList(0, 4)).allSatisfy(each -> assertThat(each).isNotDone());
        assertThat(line.subList(4, 8))
                .allSatisfy(each -> assertThat(each).isCompletedWithValue(unavailable(QuotaFailure.BREAKER_OPEN)));
    }

    @Test
    void aRefusalOrAnUnclearAnswerIsNotAFailureOfTheHost() throws IOException {
        QuotaStatusPeer peer =
                peer(QuotaStatusPeer.Script.answering("action=DEFER_IF_PERMIT Internal error occurred.\n\n"));
        QuotaStatusClient client = client();
        for (int request = 0; request < 20; request++) {
            assertThat(answer(request(client, at(peer), 1)).metricLabel()).isEqualTo("unclear");
        }
        assertThat(codes()).isEmpty();
    }

    @Test
    void aSlowHostDelaysNoOther() throws IOException {
        QuotaStatusPeer slow = peer(QuotaStatusPeer.Script.SILENCE);
        QuotaStatusPeer quick = peer(QuotaStatusPeer.Script.answering(QuotaStatusPeer.ROOM));
        QuotaStatusClient client = client();
        List<CompletableFuture<QuotaResult>> stuck = new ArrayList<>();
        for (int request = 0; request < 300; request++) {
            stuck.add(request(client, at(slow), request));
        }
        for (int request = 0; request < 300; request++) {
            // The clock stands still, so none of these is a timeout.
            assertThat(answer(request(client, at(quick), request))).isEqualTo(ROOM);
        }
        assertThat(stuck.subList(0, 264)).allSatisfy(each -> assertThat(each).isNotDone());
        assertThat(stuck.subList(264, 300))
                .allSatisfy(each -> assertThat(each).isCompletedWithValue(unavailable(QuotaFailure.BUSY)));
    }
}
