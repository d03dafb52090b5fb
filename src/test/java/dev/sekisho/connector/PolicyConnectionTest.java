// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyListener;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import jakarta.resource.ResourceException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyConnectionTest {
    private static final PolicyListener ECHO =
            request -> CompletableFuture.completedFuture(PolicyAction.of("WARN " + request.instance()));

    private CapturedLog log = new CapturedLog();

    @BeforeEach
    void captureLog() {
        log.close();
        log = new CapturedLog();
    }

    @AfterEach
    void releaseLog() {
        log.close();
    }

    @Test
    void anAnswerGivenAtOnceIsWrittenByTheLoopItself() throws ResourceException {
        AtomicReference<Thread> caller = new AtomicReference<>();
        AtomicReference<PolicyRequest> seen = new AtomicReference<>();
        PolicyListener bean = request -> {
            caller.set(Thread.currentThread());
            seen.set(request);
            return CompletableFuture.completedStage(PolicyAction.DUNNO);
        };
        try (TestListener listener = TestListener.listening(bean);
                TestPeer peer = listener.peer()) {
            assertThat(peer.sendRequest("a1").answer()).isEqualTo("DUNNO");
            assertThat(listener.workManager.threads()).contains(caller.get());
            assertThat(seen.get())
                    .isEqualTo(PolicyRequest.at(ProtocolState.RCPT)
                            .policyClient("127.0.0.1")
                            .instance("a1")
                            .connection(Objects.requireNonNull(seen.get()).connection())
                            .build());
            assertThat(listener.activation.getRequests()).isEqualTo(1);
        }
    }

    @Test
    void theBeanIsNotifiedOfTheEndOfAConnectionThatSentRequests() throws ResourceException {
        Queue<Long> served = new ConcurrentLinkedQueue<>();
        Queue<Long> closed = new ConcurrentLinkedQueue<>();
        PolicyListener bean = new PolicyListener() {
            @Override
            public CompletionStage<PolicyAction> onPolicyRequest(PolicyRequest request) {
                served.add(request.connection());
                return CompletableFuture.completedStage(PolicyAction.DUNNO);
            }

            @Override
            public void onConnectionClosed(long connection) {
                closed.add(connection);
                throw new IllegalStateException("expected by the test");
            }
        };
        try (TestListener listener = TestListener.listening(bean)) {
            listener.peer().close(); // without a request
            for (int i = 0; i < 2; i++) {
                try (TestPeer peer = listener.peer()) {
                    assertThat(peer.sendRequest("a").answer()).isEqualTo("DUNNO");
                    assertThat(peer.sendRequest("b").answer()).isEqualTo("DUNNO");
                }
            }
            await().until(() -> closed.size() == 2);
        }
        assertThat(served).hasSize(4).doesNotContain(0L);
        assertThat(closed)
                .containsExactlyInAnyOrderElementsOf(Set.copyOf(served))
                .hasSize(2);
    }

    @Test
    void requestsThatArriveTogetherAreDecidedInOneCallAndEachGetsItsOwnAnswer() throws Exception {
        CountDownLatch delivering = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        Queue<Integer> calls = new ConcurrentLinkedQueue<>();
        PolicyListener bean = new PolicyListener() {
            @Override
            public CompletionStage<PolicyAction> onPolicyRequest(PolicyRequest request) {
                return switch (request.instance()) {
                    case "throws" -> throw new IllegalStateException("as the test wants");
                    case "later" -> CompletableFuture.supplyAsync(() -> PolicyAction.DUNNO);
                    default -> ECHO.onPolicyRequest(request);
                };
            }

            @Override
            public List<CompletionStage<PolicyAction>> onPolicyRequests(List<PolicyRequest> requests) {
                calls.add(requests.size());
                if (requests.get(0).instance().equals("first")) {
                    delivering.countDown();
                    awaitQuietly(sent);
                }
                return PolicyListener.super.onPolicyRequests(requests);
            }
        };
        PolicyActivationSpec spec = TestListener.spec();
        spec.setIoThreads(1);
        try (TestListener listener = TestListener.listening(spec, bean);
                TestPeer first = listener.peer();
                TestPeer throwing = listener.peer();
                TestPeer later = listener.peer();
                TestPeer last = listener.peer()) {
            for (TestPeer each : List.of(first, throwing, later, last)) {
                assertThat(each.sendRequest("connected").answer()).isEqualTo("WARN connected");
            }
            calls.clear();
            first.sendRequest("first");
            assertThat(delivering.await(10, TimeUnit.SECONDS)).isTrue();
            throwing.sendRequest("throws");
            later.sendRequest("later");
            last.sendRequest("last");
            sent.countDown();
            assertThat(first.answer()).isEqualTo("WARN first");
            assertThat(throwing.answer()).isNull();
            assertThat(later.answer()).isEqualTo("DUNNO");
            assertThat(last.answer()).isEqualTo("WARN last");
            assertThat(calls).containsExactly(1, 3);
        }
    }

    @Test
    void aCallWithTooFewAnswersFailsAllItsRequests() throws ResourceException {
        PolicyListener bean = new PolicyListener() {
            @Override
            public CompletionStage<PolicyAction> onPolicyRequest(PolicyRequest request) {
                return ECHO.onPolicyRequest(request);
            }

            @Override
            public List<CompletionStage<PolicyAction>> onPolicyRequests(List<PolicyRequest> requests) {
                return List.of();
            }
        };
        try (TestListener listener = TestListener.listening(bean);
                TestPeer peer = listener.peer()) {
            assertThat(peer.sendRequest("a").answer()).isNull();
            assertThat(log.lines("SKS0209E")).singleElement().asString().contains("0 stages for 1 requests");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws ResourceException {
        StringBuilder pipeline = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            pipeline.append(TestPeer.request("m" + i));
        }
        try (TestListener listener = TestListener.listening(ECHO);
                TestPeer peer = listener.peer()) {
            peer.send(pipeline.toString());
            for (int i = 0; i < 1000; i++) {
                assertThat(peer.answer()).isEqualTo("WARN m" + i);
            }
        }
    }

    @Test
    void laterRepliesKeepTheOrderAndNoRequestIsDeliveredMeanwhile() throws ResourceException {
        Queue<CompletableFuture<PolicyAction>> pending = new ConcurrentLinkedQueue<>();
        PolicyListener bean = request -> {
            CompletableFuture<PolicyAction> stage = new CompletableFuture<>();
            pending.add(stage);
            return stage;
        };
        try (TestListener listener = TestListener.listening(bean);
                TestPeer peer = listener.peer()) {
            peer.send(TestPeer.request("a") + TestPeer.request("b") + "request=smtpd_acc");
            await().until(() -> pending.size() == 1);
            peer.send("ess_policy\n\n");
            assertThat(peer.isSilentFor(50)).isTrue();
            assertThat(pending).hasSize(1);
            for (int i = 0; i < 3; i++) {
                await().until(() -> pending.size() == 1);
                pending.remove().complete(PolicyAction.of("WARN " + i));
                assertThat(peer.answer()).isEqualTo("WARN " + i);
            }
        }
    }

    @Test
    void answersFromOtherThreadsReachTheirConnections() throws ResourceException {
        PolicyListener bean =
                request -> CompletableFuture.supplyAsync(() -> PolicyAction.of("WARN " + request.instance()));
        List<TestPeer> peers = new ArrayList<>();
        try (TestListener listener = TestListener.listening(bean)) {
            for (int i = 0; i < 50; i++) {
                peers.add(listener.peer());
            }
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < peers.size(); i++) {
                    peers.get(i).sendRequest("r" + round + "p" + i);
                }
                for (int i = 0; i < peers.size(); i++) {
                    assertThat(peers.get(i).answer()).isEqualTo("WARN r" + round + "p" + i);
                }
            }
            peers.forEach(TestPeer::hangUp);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"throws", "error", "fails", "cancelled", "nothing", "no stage", "fails later", "nothing later"})
    void aRequestThatTheBeanFailsIsNotAnsweredAndTheNextConnectionIsServed(String how) throws ResourceException {
        PolicyListener bean =
                request -> request.instance().equals("bad") ? failure(how) : ECHO.onPolicyRequest(request);
        try (TestListener listener = TestListener.listening(bean)) {
            try (TestPeer peer = listener.peer()) {
                assertThat(peer.sendRequest("bad").answer()).isNull();
            }
            try (TestPeer peer = listener.peer()) {
                assertThat(peer.sendRequest("good").answer()).isEqualTo("WARN good");
            }
            assertThat(log.lines("SKS0209E")).hasSize(1);
            assertThat(listener.activation.getFailedDeliveries()).isEqualTo(1);
        }
    }

    @SuppressWarnings("NullAway") // What a bean must not do.
    private static CompletableFuture<PolicyAction> failure(String how) {
        CompletableFuture<PolicyAction> stage = new CompletableFuture<>();
        switch (how) {
            case "throws" -> throw new IllegalStateException("as the test wants");
            case "error" -> throw new StackOverflowError("as the test wants");
            case "fails" -> stage.completeExceptionally(new IllegalStateException("as the test wants"));
            case "cancelled" -> stage.cancel(false);
            case "nothing" -> stage.complete(null);
            case "no stage" -> {
                return null;
            }
            case "fails later" -> {
                return CompletableFuture.supplyAsync(() -> {
                    throw new IllegalStateException("as the test wants");
                });
            }
            default -> {
                return CompletableFuture.supplyAsync(() -> null);
            }
        }
        return stage;
    }

    @Test
    void aBeanThatLeavesItsThreadInterruptedIsAnsweredAllTheSame() throws ResourceException {
        PolicyListener bean = request -> {
            Thread.currentThread().interrupt();
            return ECHO.onPolicyRequest(request);
        };
        try (TestListener listener = TestListener.listening(bean);
                TestPeer peer = listener.peer()) {
            assertThat(peer.sendRequest("a").answer()).isEqualTo("WARN a");
            assertThat(peer.sendRequest("b").answer()).isEqualTo("WARN b");
        }
    }

    @Test
    void aConnectionIsClosedWhileThereIsNoEndpointAndServedWhenThereIs() throws ResourceException {
        try (TestListener listener = TestListener.listening(ECHO)) {
            listener.factory.setAvailable(false);
            try (TestPeer peer = listener.peer()) {
                assertThat(peer.sendRequest("a").answer()).isNull();
            }
            listener.factory.setAvailable(true);
            try (TestPeer peer = listener.peer()) {
                assertThat(peer.sendRequest("a").answer()).isEqualTo("WARN a");
            }
            assertThat(log.lines("SKS0209E")).singleElement().asString().contains("the application is stopping");
        }
    }

    @Test
    void aProtocolErrorClosesTheConnectionWithOneLine() throws ResourceException {
        try (TestListener listener = TestListener.listening(ECHO)) {
            for (int i = 0; i < 3; i++) {
                try (TestPeer peer = listener.peer()) {
                    assertThat(peer.send(TestPeer.request("a") + "GET / HTTP/1.0\r\n\r\n")
                                    .answer())
                            .isEqualTo("WARN a");
                    assertThat(peer.answer()).isNull();
                }
            }
            assertThat(listener.activation.getProtocolErrors()).isEqualTo(3);
            assertThat(log.lines("SKS0204W"))
                    .singleElement()
                    .asString()
                    .endsWith(
                            "closed the connection of 127.0.0.1: protocol error: attribute name that is not visible ASCII");
        }
    }

    @Test
    void aPeerMayLeaveBetweenRequestsWithoutALine() throws ResourceException {
        try (TestListener listener = TestListener.listening(ECHO)) {
            listener.peer().hangUp();
            TestPeer half = listener.peer().send("request=");
            half.endOutput();
            assertThat(half.answer()).isNull();
            half.hangUp();
            await().until(() -> listener.activation.getOpenConnections() == 0);
            assertThat(log.lines("SKS0204W")).singleElement().asString().contains("connection ended within a request");
        }
    }

    @Test
    void aPeerThatEndsItsOutputStillGetsItsAnswer() throws ResourceException {
        CompletableFuture<PolicyAction> stage = new CompletableFuture<>();
        try (TestListener listener = TestListener.listening(request -> stage);
                TestPeer peer = listener.peer().sendRequest("a")) {
            peer.endOutput();
            await().until(() -> listener.activation.getRequests() == 1);
            stage.complete(PolicyAction.DUNNO);
            assertThat(peer.answer()).isEqualTo("DUNNO");
            assertThat(peer.answer()).isNull();
        }
    }

    @Test
    void idleConnectionsAreClosedAfterTheirTime() throws ResourceException {
        try (TestListener listener = TestListener.listening(ECHO);
                TestPeer peer = listener.peer()) {
            assertThat(peer.sendRequest("a").answer()).isEqualTo("WARN a");
            listener.clock.advance(Duration.ofSeconds(329));
            assertThat(peer.isSilentFor(60)).isTrue();
            listener.passTimeUntilAllAreClosed();
            assertThat(peer.answer()).isNull();
            assertThat(listener.activation.getTimedOutConnections()).isZero();
            assertThat(log.lines("SKS0204W")).isEmpty();
        }
    }

    @Test
    void halfARequestIsClosedAfterItsTimeHoweverSlowlyItComes() throws ResourceException {
        try (TestListener listener = TestListener.listening(ECHO);
                TestPeer peer = listener.peer()) {
            peer.send(TestPeer.request("a") + "request=smtpd_access_policy\n");
            assertThat(peer.answer()).isEqualTo("WARN a");
            listener.clock.advance(Duration.ofSeconds(9));
            peer.send("s");
            assertThat(peer.isSilentFor(60)).isTrue();
            listener.passTimeUntilAllAreClosed();
            assertThat(peer.answer()).isNull();
            assertThat(listener.activation.getTimedOutConnections()).isEqualTo(1);
        }
    }

    @Test
    void aBeanThatIsTooSlowIsNotWaitedForAndItsLateAnswerIsDropped() throws ResourceException {
        CompletableFuture<PolicyAction> stage = new CompletableFuture<>();
        try (TestListener listener = TestListener.listening(request -> stage);
                TestPeer peer = listener.peer()) {
            peer.sendRequest("a");
            await().until(() -> listener.activation.getRequests() == 1);
            listener.passTimeUntilAllAreClosed();
            assertThat(peer.answer()).isNull();
            stage.complete(PolicyAction.DUNNO);
            assertThat(listener.activation.getTimedOutConnections()).isEqualTo(1);
            assertThat(listener.activation.getFailedDeliveries()).isEqualTo(1);
            assertThat(log.lines("SKS0209E")).singleElement().asString().contains("listener did not answer in time");
        }
    }

    /** More than the buffers of both sockets hold: 20,000 answers of 521 bytes. */
    private static Thread floodOf20000(TestPeer peer) {
        Thread writer = new Thread(
                () -> {
                    for (int i = 0; i < 20; i++) {
                        try {
                            peer.send(TestPeer.request("a").repeat(1000));
                        } catch (UncheckedIOException e) {
                            return; // closed, as one of the tests wants
                        }
                    }
                },
                "flood");
        writer.start();
        return writer;
    }

    private static final PolicyListener LONGEST = request ->
            CompletableFuture.completedFuture(PolicyAction.of("REJECT " + "x".repeat(PolicyAction.MAX_TEXT_BYTES - 7)));

    @Test
    void aPeerThatReadsLateGetsAllItsAnswers() throws ResourceException, InterruptedException {
        try (TestListener listener = TestListener.listening(LONGEST);
                TestPeer peer = listener.peer()) {
            Thread writer = floodOf20000(peer);
            awaitStandstill(listener);
            assertThat(listener.activation.getRequests()).isLessThan(20_000);
            for (int i = 0; i < 20_000; i++) {
                assertThat(peer.answer()).hasSize(512);
            }
            writer.join();
        }
    }

    @Test
    void aPeerThatDoesNotReadIsClosed() throws ResourceException, InterruptedException {
        try (TestListener listener = TestListener.listening(LONGEST);
                TestPeer peer = listener.peer()) {
            Thread writer = floodOf20000(peer);
            awaitStandstill(listener);
            listener.passTimeUntilAllAreClosed();
            assertThat(log.lines("SKS0204W")).singleElement().asString().contains("reply was not read in time");
            writer.join();
        }
    }

    private static void awaitStandstill(TestListener listener) {
        AtomicReference<Long> before = new AtomicReference<>(-1L);
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            long now = listener.activation.getRequests();
            return now > 0 && now == before.getAndSet(now);
        });
    }
}
