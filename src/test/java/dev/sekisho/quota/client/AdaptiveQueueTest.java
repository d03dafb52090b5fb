// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.quota.QuotaRequests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The length of a mail host's queue follows the speed of its last answers: requests that would be too late do not wait.
 */
@Tag("slow")
class AdaptiveQueueTest extends QuotaRequests {
    private final BlockingQueue<QuotaStatusPeer.Wire> held = new LinkedBlockingQueue<>();
    private final QuotaStatusPeer.Script holding = (wire, request) -> held.add(wire);

    @Test
    void aSlowHostHasAShortLine() throws IOException {
        QuotaStatusPeer peer = peer(holding);
        QuotaStatusClient client = client(config(1, 256));
        answeredAfter(client, peer, Duration.ofMillis(900));

        CompletableFuture<QuotaResult> underWay = request(client, at(peer), 1);
        CompletableFuture<QuotaResult> second = request(client, at(peer), 2);
        CompletableFuture<QuotaResult> third = request(client, at(peer), 3);
        // Two wait, 0.9 s each, and the limit is 2 s: a third would be too late.
        assertThat(request(client, at(peer), 4)).isCompletedWithValue(unavailable(QuotaFailure.BUSY));
        assertThat(underWay).isNotDone();
        assertThat(second).isNotDone();
        assertThat(third).isNotDone();
    }

    @Test
    void aHostThatBecomesQuickHasALongLineAgain() throws IOException {
        QuotaStatusPeer peer = peer(holding);
        QuotaStatusClient client = client(config(1, 256));
        answeredAfter(client, peer, Duration.ofMillis(900));
        for (int i = 0; i < 40; i++) {
            answeredAfter(client, peer, Duration.ofMillis(1));
        }
        for (int size = 0; size < 101; size++) {
            assertThat(request(client, at(peer), size)).isNotDone();
        }
    }

    @Test
    void oneSlowHostDoesNotShortenTheLineOfAnother() throws IOException {
        QuotaStatusPeer slow = peer(holding);
        QuotaStatusPeer other = peer(holding);
        QuotaStatusClient client = client(config(1, 256));
        answeredAfter(client, slow, Duration.ofMillis(1900));
        assertThat(request(client, at(slow), 1)).isNotDone();
        assertThat(request(client, at(slow), 2)).isNotDone();
        assertThat(request(client, at(slow), 3)).isCompletedWithValue(unavailable(QuotaFailure.BUSY));
        for (int size = 0; size < 50; size++) {
            assertThat(request(client, at(other), size)).isNotDone();
        }
    }

    private void answeredAfter(QuotaStatusClient client, QuotaStatusPeer peer, Duration time) throws IOException {
        CompletableFuture<QuotaResult> pending = request(client, at(peer), 7);
        await().until(() -> !held.isEmpty());
        nanoTime.addAndGet(time.toNanos());
        held.remove().send(QuotaStatusPeer.ROOM);
        assertThat(answer(pending)).isEqualTo(new QuotaResult.Room());
    }

    @Test
    void theLineOfSeveralConnectionsIsAsMuchLonger() throws IOException {
        QuotaStatusPeer peer = peer(holding);
        QuotaStatusClient client = client(config(2, 256));
        answeredAfter(client, peer, Duration.ofMillis(900));
        List<CompletableFuture<QuotaResult>> pending = new ArrayList<>();
        // Two under way, and four that wait: 0.45 s each.
        for (int size = 1; size <= 6; size++) {
            pending.add(request(client, at(peer), size));
        }
        assertThat(request(client, at(peer), 7)).isCompletedWithValue(unavailable(QuotaFailure.BUSY));
        assertThat(pending).allSatisfy(each -> assertThat(each).isNotDone());
    }

    @Test
    void aRequestThatWouldJustBeInTimeWaits() throws IOException {
        QuotaStatusPeer peer = peer(holding);
        QuotaStatusClient client = client(config(1, 256));
        answeredAfter(client, peer, Duration.ofSeconds(1));
        assertThat(request(client, at(peer), 1)).isNotDone();
        assertThat(request(client, at(peer), 2)).isNotDone();
        CompletableFuture<QuotaResult> last = request(client, at(peer), 3);
        assertThat(request(client, at(peer), 4)).isCompletedWithValue(unavailable(QuotaFailure.BUSY));
        assertThat(last).isNotDone();
    }

    /** Neither the time in the queue nor that before the request. */
    @Test
    void onlyTheTimeThatTheHostTookMakesItSlow() throws IOException {
        nanoTime.addAndGet(Duration.ofHours(1).toNanos());
        QuotaStatusPeer peer = peer(holding);
        QuotaStatusClient client = client(config(1, 256));
        answeredAfter(client, peer, Duration.ofMillis(1));
        CompletableFuture<QuotaResult> underWay = request(client, at(peer), 1);
        CompletableFuture<QuotaResult> inLine = request(client, at(peer), 2);
        for (CompletableFuture<QuotaResult> each : List.of(underWay, inLine)) {
            await().until(() -> !held.isEmpty());
            nanoTime.addAndGet(Duration.ofMillis(1).toNanos());
            held.remove().send(QuotaStatusPeer.ROOM);
            assertThat(answer(each)).isEqualTo(new QuotaResult.Room());
        }
        for (int size = 0; size < 200; size++) {
            assertThat(request(client, at(peer), size)).isNotDone();
        }
    }
}
