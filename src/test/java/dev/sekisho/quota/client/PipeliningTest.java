// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.quota.QuotaConfig;
import dev.sekisho.quota.QuotaRequests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Several requests under way on one connection: each gets its own answer, or none. */
class PipeliningTest extends QuotaRequests {
    private final BlockingQueue<QuotaStatusPeer.Wire> held = new LinkedBlockingQueue<>();

    /** Answers with the size of the request, in order, as Dovecot does; a size from 1000 on delays its connection. */
    private QuotaStatusPeer peer() throws IOException {
        return peer((wire, request) -> {
            long size = size(request);
            if (size < 1000 && !held.contains(wire)) {
                wire.send(full(size));
            } else {
                held.add(wire);
            }
        });
    }

    private static QuotaConfig pipelining(int connections, int depth) {
        QuotaConfig one = config(connections, 256);
        return new QuotaConfig(
                one.timeout(),
                one.connectionsPerHost(),
                one.waitingPerHost(),
                one.overQuotaReply(),
                one.overQuotaText(),
                one.unknownUser(),
                one.breakerFailures(),
                one.breakerDelay(),
                one.idle(),
                depth);
    }

    @Test
    void requestsArePipelinedOnceAllConnectionsAreInUseAndOneHasAnswered() throws IOException {
        QuotaStatusPeer peer = peer();
        QuotaStatusClient client = client(pipelining(1, 3));
        assertThat(answer(request(client, at(peer), 1))).isEqualTo(said(1));
        List<CompletableFuture<QuotaResult>> pending = new ArrayList<>();
        for (int size = 1000; size < 1004; size++) {
            pending.add(request(client, at(peer), size));
        }
        await().until(() -> held.size() == 3);
        assertThat(peer.acceptedConnections()).isEqualTo(1);
        assertThat(metrics.pools())
                .allSatisfy(pool -> assertThat(pool.waitingRequests())
                        .as("the fourth waits")
                        .isEqualTo(1));
        QuotaStatusPeer.Wire wire = held.remove();
        held.clear();
        wire.send(full(1000) + full(1001) + full(1002));
        assertThat(answer(pending.get(0))).isEqualTo(said(1000));
        assertThat(answer(pending.get(1))).isEqualTo(said(1001));
        assertThat(answer(pending.get(2))).isEqualTo(said(1002));
        await().until(() -> !held.isEmpty());
        held.remove().send(full(1003));
        assertThat(answer(pending.get(3))).isEqualTo(said(1003));
    }

    @Test
    void noRequestFollowsTheFirstOfAConnectionBeforeItsAnswer() throws IOException {
        QuotaStatusPeer peer = peer();
        QuotaStatusClient client = client(pipelining(1, 3));
        CompletableFuture<QuotaResult> first = request(client, at(peer), 1000);
        CompletableFuture<QuotaResult> behind = request(client, at(peer), 1);
        awaitRequests(peer, 1);
        assertThat(first).isNotDone();
        assertThat(behind).isNotDone();
        assertThat(metrics.pools())
                .allSatisfy(pool -> assertThat(pool.waitingRequests()).isEqualTo(1));
    }

    @Test
    void requestsBehindALateOneAreRepeatedOnAnotherConnection() throws IOException {
        QuotaStatusPeer peer = peer();
        QuotaStatusClient client = client(pipelining(1, 3));
        assertThat(answer(request(client, at(peer), 1))).isEqualTo(said(1));
        CompletableFuture<QuotaResult> late = request(client, at(peer), 1000);
        awaitRequests(peer, 2);
        pass(client, Duration.ofSeconds(1));
        CompletableFuture<QuotaResult> behind = request(client, at(peer), 2);
        pass(client, Duration.ofSeconds(1));
        assertThat(answer(late)).isEqualTo(unavailable(QuotaFailure.TIMEOUT));
        assertThat(answer(behind)).isEqualTo(said(2));
        assertThat(peer.acceptedConnections()).isEqualTo(2);
    }

    @Test
    void afterNonsenseTheFirstRequestFailsAndTheOthersAreRepeated() throws IOException {
        QuotaStatusPeer peer = peer();
        QuotaStatusClient client = client(pipelining(1, 3));
        assertThat(answer(request(client, at(peer), 1))).isEqualTo(said(1));
        CompletableFuture<QuotaResult> first = request(client, at(peer), 1000);
        CompletableFuture<QuotaResult> behind = request(client, at(peer), 1001);
        await().until(() -> held.size() == 2);
        QuotaStatusPeer.Wire wire = held.remove();
        held.clear();
        wire.send("220 mail ESMTP\r\n");
        assertThat(answer(first)).isEqualTo(unavailable(QuotaFailure.NONSENSE));
        await().until(() -> !held.isEmpty());
        held.remove().send(full(1001));
        assertThat(answer(behind)).isEqualTo(said(1001));
    }

    @Test
    void moreAnswersThanRequestsAreNonsense() throws IOException {
        QuotaStatusPeer peer = peer();
        QuotaStatusClient client = client(pipelining(1, 3));
        assertThat(answer(request(client, at(peer), 1))).isEqualTo(said(1));
        CompletableFuture<QuotaResult> first = request(client, at(peer), 1000);
        CompletableFuture<QuotaResult> second = request(client, at(peer), 1001);
        await().until(() -> held.size() == 2);
        QuotaStatusPeer.Wire wire = held.remove();
        held.clear();
        wire.send(full(7) + full(1000) + full(1001));
        assertThat(answer(first)).isEqualTo(unavailable(QuotaFailure.NONSENSE));
        await().until(() -> !held.isEmpty());
        assertThat(second)
                .as("repeated on a connection without surplus answers")
                .isNotDone();
    }

    @Test
    void aClosedConnectionIsReplacedAndItsRequestsAreRepeatedInOrder() throws IOException {
        QuotaStatusPeer peer = peer();
        QuotaStatusClient client = client(pipelining(1, 3));
        assertThat(answer(request(client, at(peer), 1))).isEqualTo(said(1));
        CompletableFuture<QuotaResult> first = request(client, at(peer), 1000);
        CompletableFuture<QuotaResult> second = request(client, at(peer), 2);
        awaitRequests(peer, 3);
        QuotaStatusPeer.Wire wire = held.remove();
        await().until(() -> !held.isEmpty());
        held.clear();
        wire.close();
        await().until(() -> !held.isEmpty());
        assertThat(peer.requests())
                .as("nothing follows the first of a connection")
                .hasSize(4);
        held.remove().send(full(1000));
        assertThat(answer(first)).isEqualTo(said(1000));
        assertThat(answer(second)).isEqualTo(said(2));
        assertThat(peer.acceptedConnections()).isEqualTo(2);
    }

    private static QuotaResult said(long size) {
        return new QuotaResult.Full("size " + size);
    }

    private static String full(long size) {
        return "action=552 5.2.2 size " + size + "\n\n";
    }

    private static long size(String request) {
        return Long.parseLong(request.substring(request.indexOf("\nsize=") + 6).strip());
    }
}
