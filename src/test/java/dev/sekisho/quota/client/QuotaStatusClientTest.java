// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.quota.QuotaRequests;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class QuotaStatusClientTest extends QuotaRequests {
    private static final QuotaResult ROOM = new QuotaResult.Room();

    /** Answers with the size of the request, so that no answer can be mistaken for another. */
    private static final QuotaStatusPeer.Script ECHO = (wire, request) -> wire.send(full(size(request)));

    @Test
    void theRecordedRequestIsSentAndTheRecordedAnswerUnderstood() throws IOException {
        List<String> recorded = recording();
        QuotaStatusPeer peer = peer((wire, request) -> wire.send(recorded.get(recorded.indexOf(request) + 1)));
        QuotaStatusClient client = client();
        QuotaHost host = at(peer);
        assertThat(answer(client.request(host, "carol@example.com", 1000, "").toCompletableFuture()))
                .isEqualTo(ROOM);
        assertThat(answer(client.request(host, "heidi@example.com", 0, "").toCompletableFuture()))
                .isEqualTo(new QuotaResult.Full("Mailbox is full"));
        assertThat(answer(client.request(host, "ivan@example.com", 5000, "").toCompletableFuture()))
                .isEqualTo(ROOM);
        assertThat(answer(client.request(host, "ivan@example.com", 5001, "").toCompletableFuture()))
                .isEqualTo(new QuotaResult.Full("Mailbox is full"));
        assertThat(answer(client.request(host, "nobody@example.com", 0, "").toCompletableFuture()))
                .isEqualTo(new QuotaResult.Unknown("Unknown user"));
        assertThat(recorded).containsAll(peer.requests());
    }

    @Test
    void aConnectionIsKeptForTheNextRequest() throws IOException {
        QuotaStatusPeer peer = peer(ECHO);
        QuotaStatusClient client = client();
        for (int size = 0; size < 20; size++) {
            assertThat(answer(request(client, at(peer), size))).isEqualTo(new QuotaResult.Full("size " + size));
        }
        assertThat(peer.acceptedConnections()).isEqualTo(1);
    }

    @Test
    void aBurstIsServedOverTheBoundedConnections() throws IOException {
        QuotaStatusPeer peer = peer(ECHO);
        QuotaStatusClient client = client();
        List<CompletableFuture<QuotaResult>> burst = new ArrayList<>();
        for (int size = 0; size < 200; size++) {
            burst.add(request(client, at(peer), size));
        }
        for (int size = 0; size < 200; size++) {
            assertThat(answer(burst.get(size))).isEqualTo(new QuotaResult.Full("size " + size));
        }
        assertThat(peer.acceptedConnections()).isBetween(1, 8);
    }

    @Test
    void requestsBeyondTheQueueAreNotSent() throws IOException {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.SILENCE);
        QuotaStatusClient client = client(config(2, 3));
        List<CompletableFuture<QuotaResult>> burst = new ArrayList<>();
        for (int size = 0; size < 7; size++) {
            burst.add(request(client, at(peer), size));
        }
        assertThat(burst.subList(5, 7))
                .allSatisfy(each -> assertThat(each).isCompletedWithValue(unavailable(QuotaFailure.BUSY)));
        assertThat(burst.subList(0, 5)).allSatisfy(each -> assertThat(each).isNotDone());
        assertThat(codes()).containsExactly("SKS0403W");
    }

    @Test
    void aHostThatKeepsUpAgainIsLoggedOnce() throws IOException {
        BlockingQueue<QuotaStatusPeer.Wire> held = new LinkedBlockingQueue<>();
        QuotaStatusPeer peer = peer((wire, request) -> held.add(wire));
        QuotaStatusClient client = client(config(1, 1));
        CompletableFuture<QuotaResult> first = request(client, at(peer), 0);
        CompletableFuture<QuotaResult> second = request(client, at(peer), 1);
        assertThat(answer(request(client, at(peer), 2))).isEqualTo(unavailable(QuotaFailure.BUSY));
        assertThat(answer(request(client, at(peer), 3))).isEqualTo(unavailable(QuotaFailure.BUSY));
        await().until(() -> !held.isEmpty());
        held.remove().send(QuotaStatusPeer.ROOM);
        assertThat(answer(first)).isEqualTo(ROOM);
        assertThat(codes()).containsExactly("SKS0403W");
        await().until(() -> !held.isEmpty());
        held.remove().send(QuotaStatusPeer.ROOM);
        assertThat(answer(second)).isEqualTo(ROOM);
        assertThat(codes()).containsExactly("SKS0403W", "SKS0404I");
    }

    @Test
    void aSilentHostCostsTheTimeLimitAndItsConnection() throws IOException {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.SILENCE);
        QuotaStatusClient client = client();
        CompletableFuture<QuotaResult> pending = request(client, at(peer), 1);
        awaitRequests(peer, 1);
        pass(client, Duration.ofMillis(1999));
        assertThat(pending).isNotDone();
        pass(client, Duration.ofMillis(1));
        assertThat(answer(pending)).isEqualTo(unavailable(QuotaFailure.TIMEOUT));
        await().until(() -> peer.wires().isEmpty());
    }

    @Test
    void howLongARequestTookIsMeasured() throws IOException {
        nanoTime.addAndGet(Duration.ofHours(1).toNanos());
        BlockingQueue<QuotaStatusPeer.Wire> held = new LinkedBlockingQueue<>();
        QuotaStatusPeer peer = peer((wire, request) -> held.add(wire));
        CompletableFuture<QuotaResult> pending = request(client(), at(peer), 1);
        await().until(() -> !held.isEmpty());
        nanoTime.addAndGet(41_000);
        held.remove().send(QuotaStatusPeer.ROOM);
        assertThat(answer(pending)).isEqualTo(ROOM);
        await().until(() -> metrics.times().equals(List.of(41_000L)));
    }

    @Test
    void theTimeInTheLineCounts() throws IOException {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.SILENCE);
        QuotaStatusClient client = client(config(1, 8));
        CompletableFuture<QuotaResult> first = request(client, at(peer), 1);
        CompletableFuture<QuotaResult> second = request(client, at(peer), 2);
        pass(client, Duration.ofSeconds(2));
        assertThat(answer(first)).isEqualTo(unavailable(QuotaFailure.TIMEOUT));
        assertThat(answer(second)).isEqualTo(unavailable(QuotaFailure.TIMEOUT));
    }

    @Test
    void aLateAnswerIsNeverUsedForTheNextRequest() throws IOException {
        BlockingQueue<QuotaStatusPeer.Wire> held = new LinkedBlockingQueue<>();
        QuotaStatusPeer peer = peer((wire, request) -> {
            if (size(request) == 1) {
                held.add(wire);
            } else {
                wire.send(full(size(request)));
            }
        });
        QuotaStatusClient client = client();
        CompletableFuture<QuotaResult> late = request(client, at(peer), 1);
        awaitRequests(peer, 1);
        await().until(() -> !held.isEmpty());
        held.peek().send("action=552 5.2.2 si"); // half of it in time
        pass(client, Duration.ofSeconds(2));
        CompletableFuture<QuotaResult> next = request(client, at(peer), 2);
        assertThat(answer(late)).isEqualTo(unavailable(QuotaFailure.TIMEOUT));
        assertThat(answer(next)).isEqualTo(new QuotaResult.Full("size 2"));
        assertThat(peer.acceptedConnections()).isEqualTo(2);
    }

    @Test
    void anAnswerWithoutARequestClosesTheConnection() throws IOException {
        QuotaStatusPeer peer = peer(ECHO);
        QuotaStatusClient client = client();
        assertThat(answer(request(client, at(peer), 1))).isEqualTo(new QuotaResult.Full("size 1"));
        peer.wires().get(0).send(full(99));
        await().until(() -> peer.wires().isEmpty());
        assertThat(answer(request(client, at(peer), 2))).isEqualTo(new QuotaResult.Full("size 2"));
    }

    @Test
    void twoAnswersToOneRequestAreNonsense() throws IOException {
        QuotaStatusPeer peer = peer((wire, request) -> wire.send(full(1) + full(2)));
        assertThat(answer(request(client(), at(peer), 1))).isEqualTo(unavailable(QuotaFailure.NONSENSE));
    }

    @Test
    void anAnswerAndTheBeginningOfAnotherAreNone() throws IOException {
        QuotaStatusPeer peer = peer((wire, request) -> wire.send(full(1) + "action=DUN"));
        assertThat(answer(request(client(), at(peer), 1))).isEqualTo(unavailable(QuotaFailure.NONSENSE));
    }

    @Test
    void aHostThatRefusesConnectionsIsUnreachable() throws IOException {
        assertThat(answer(request(client(), at(unusedPort()), 1))).isEqualTo(unavailable(QuotaFailure.UNREACHABLE));
    }

    @Test
    void anAnswerInPiecesIsPutTogether() throws IOException {
        QuotaStatusPeer peer = peer((wire, request) -> {
            for (char each : full(size(request)).toCharArray()) {
                wire.send(String.valueOf(each));
            }
        });
        assertThat(answer(request(client(), at(peer), 7))).isEqualTo(new QuotaResult.Full("size 7"));
    }

    @Test
    void aConnectionThatEndsInTheMiddleOfAnAnswerGivesNone() throws IOException {
        QuotaStatusPeer peer = peer((wire, request) -> {
            wire.send("action=DUNNO\n");
            wire.close();
        });
        assertThat(answer(request(client(), at(peer), 1))).isEqualTo(unavailable(QuotaFailure.CLOSED));
        assertThat(peer.requests()).hasSize(1);
    }

    @Test
    void anAnswerFollowedByTheEndOfTheConnectionCounts() throws IOException {
        QuotaStatusPeer peer = peer((wire, request) -> {
            wire.send(full(size(request)));
            wire.close();
        });
        QuotaStatusClient client = client();
        for (int size = 0; size < 50; size++) {
            assertThat(answer(request(client, at(peer), size))).isEqualTo(new QuotaResult.Full("size " + size));
        }
    }

    @Test
    void anInvalidAnswerIsNoVerdict() throws IOException {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.answering("HTTP/1.0 400 Bad Request\r\n\r\n"));
        assertThat(answer(request(client(), at(peer), 1))).isEqualTo(unavailable(QuotaFailure.NONSENSE));
    }

    @Test
    void anEndlessAnswerIsCutOff() throws IOException {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.answering("action=" + "x".repeat(100_000)));
        assertThat(answer(request(client(), at(peer), 1))).isEqualTo(unavailable(QuotaFailure.NONSENSE));
        await().until(() -> peer.wires().isEmpty());
    }

    @Test
    void aDeadKeptConnectionIsReplacedAndTheRequestRepeated() throws IOException {
        QuotaStatusPeer peer = peer((wire, request) -> {
            if (wire.requests() == 1) {
                wire.send(full(size(request)));
            } else {
                wire.close();
            }
        });
        QuotaStatusClient client = client();
        assertThat(answer(request(client, at(peer), 1))).isEqualTo(new QuotaResult.Full("size 1"));
        assertThat(answer(request(client, at(peer), 2))).isEqualTo(new QuotaResult.Full("size 2"));
        assertThat(peer.requests()).hasSize(3);
    }

    @Test
    void noRequestIsSentThreeTimes() throws IOException {
        QuotaStatusPeer peer = peer((wire, request) -> {
            if (size(request) == 1) {
                wire.send(QuotaStatusPeer.ROOM);
            } else {
                wire.close();
            }
        });
        QuotaStatusClient client = client();
        answer(request(client, at(peer), 1));
        assertThat(answer(request(client, at(peer), 2))).isEqualTo(unavailable(QuotaFailure.CLOSED));
        assertThat(peer.requests()).hasSize(3);
    }

    @Test
    void aReloadOfTheHostLosesNoRequest() throws IOException {
        QuotaStatusPeer peer = peer(ECHO);
        QuotaStatusClient client = client();
        for (int size = 0; size < 200; size++) {
            assertThat(answer(request(client, at(peer), size))).isEqualTo(new QuotaResult.Full("size " + size));
            peer.closeConnections();
        }
    }

    @Test
    void aConnectionThatIsNotUsedIsClosedAndItsHostForgotten() throws IOException {
        nanoTime.addAndGet(Duration.ofHours(1).toNanos());
        QuotaStatusPeer peer = peer(ECHO);
        QuotaStatusClient client = client();
        answer(request(client, at(peer), 1));
        pass(client, Duration.ofSeconds(59));
        assertThat(metrics.pools()).singleElement().satisfies(pool -> {
            assertThat(pool.name()).isEqualTo("mx" + peer.port());
            assertThat(pool.peer()).isEqualTo("127.0.0.1:" + peer.port());
        });
        assertThat(peer.wires()).hasSize(1);
        pass(client, Duration.ofSeconds(1));
        await().until(() -> peer.wires().isEmpty());
        assertThat(metrics.pools()).isEmpty();
        assertThat(answer(request(client, at(peer), 2))).isEqualTo(new QuotaResult.Full("size 2"));
    }

    @Test
    void aHostWithoutAnAddressIsNotQueried() {
        QuotaHost host = new QuotaHost("mx1", "no-such-host", 12340, MailHostState.UP);
        QuotaStatusClient client = client();
        for (int size = 0; size < 10; size++) {
            assertThat(request(client, host, size)).isCompletedWithValue(unavailable(QuotaFailure.UNRESOLVED));
        }
        assertThat(codes()).containsExactly("SKS0401W");
    }

    @Test
    void aMailboxThatWouldBreakTheRequestIsNotSent() throws IOException {
        QuotaStatusPeer peer = peer(ECHO);
        QuotaStatusClient client = client();
        for (String mailbox : List.of("", "carol@example.com\nsize=0", "x".repeat(1001), "carol\u0000@example.com")) {
            assertThat(client.request(at(peer), mailbox, 1, "").toCompletableFuture())
                    .isCompletedWithValue(unavailable(QuotaFailure.INVALID_MAILBOX));
        }
    }

    @Test
    void aMailboxMayHaveAsManyBytesAsDovecotReads() throws IOException {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.answering(QuotaStatusPeer.ROOM));
        assertThat(answer(client().request(at(peer), "x".repeat(1000), 1, "").toCompletableFuture()))
                .isEqualTo(ROOM);
    }

    @Test
    void hostsBeyondTheBoundAreNotQueried() {
        QuotaStatusClient client = client();
        for (int port = 1; port <= QuotaStatusClient.MAX_HOSTS; port++) {
            assertThat(request(client, new QuotaHost("mx", "no-such-host", port, MailHostState.UP), 1))
                    .isCompletedWithValue(unavailable(QuotaFailure.UNRESOLVED));
        }
        assertThat(request(client, at(2000), 1)).isCompletedWithValue(unavailable(QuotaFailure.NOT_SERVED));
        assertThat(codes()).containsOnlyOnce("SKS0405W");
        assertThat(metrics.results()).containsEntry("not-served", 1);
        client.sweep();
        assertThat(request(client, at(2000), 1)).isDone();
        assertThat(codes()).as("still as many").containsOnlyOnce("SKS0405W");
        pass(client, Duration.ofDays(1));
        assertThat(metrics.pools()).as("unused since").isEmpty();
        client.sweep();
        for (int port = 1; port <= QuotaStatusClient.MAX_HOSTS + 1; port++) {
            assertThat(request(client, new QuotaHost("mx", "no-such-host", port, MailHostState.UP), 1))
                    .isDone();
        }
        assertThat(codes().stream().filter("SKS0405W"::equals))
                .as("another time")
                .hasSize(2);
    }

    @Test
    void nothingIsLeftWhenTheClientIsClosed() throws IOException {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.SILENCE);
        QuotaStatusClient client = client(config(1, 8));
        CompletableFuture<QuotaResult> first = request(client, at(peer), 1);
        CompletableFuture<QuotaResult> second = request(client, at(peer), 2);
        awaitRequests(peer, 1);
        client.close();
        assertThat(answer(first)).isEqualTo(unavailable(QuotaFailure.NOT_SERVED));
        assertThat(answer(second)).isEqualTo(unavailable(QuotaFailure.NOT_SERVED));
        assertThat(request(client, at(peer), 3)).isCompletedWithValue(unavailable(QuotaFailure.NOT_SERVED));
        await().until(() -> peer.wires().isEmpty());
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(metrics.pools()).isEmpty();
        assertThat(codes()).isEmpty();
    }

    private static String full(long sizeBytes) {
        return "action=552 5.2.2 size " + sizeBytes + "\n\n";
    }

    private static long size(String request) {
        return Long.parseLong(request.substring(request.indexOf("\nsize=") + 6).strip());
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket listener = new ServerSocket(0)) {
            return listener.getLocalPort();
        }
    }

    /** Requests and answers in turn, each with its empty line. */
    private static List<String> recording() throws IOException {
        try (var stream = QuotaStatusClientTest.class.getResourceAsStream("/wire/dovecot-quota-status.policy")) {
            String whole = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            return List.of(whole.split("(?<=\n\n)"));
        }
    }

    @Test
    void aStopIsNotAFailureOfTheHost() throws IOException {
        QuotaStatusPeer peer = peer(QuotaStatusPeer.Script.SILENCE);
        QuotaStatusClient client = client();
        List<CompletableFuture<QuotaResult>> pending = new ArrayList<>();
        for (int size = 0; size < 8; size++) {
            pending.add(request(client, at(peer), size));
        }
        awaitRequests(peer, 8);
        client.close();
        assertThat(pending)
                .allSatisfy(each -> assertThat(answer(each)).isEqualTo(unavailable(QuotaFailure.NOT_SERVED)));
        assertThat(codes()).isEmpty();
    }
}
