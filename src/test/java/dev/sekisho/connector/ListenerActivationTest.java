// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyListener;
import jakarta.resource.ResourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListenerActivationTest {
    private static final PolicyListener DUNNO = request -> CompletableFuture.completedFuture(PolicyAction.DUNNO);

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
    void twoThousandConnectionsAtOnceAreServedByTwoThreads() throws ResourceException {
        List<TestPeer> peers = new ArrayList<>();
        try (TestListener listener = TestListener.listening(DUNNO)) {
            for (int i = 0; i < 2000; i++) {
                peers.add(listener.peer());
            }
            peers.forEach(peer -> peer.sendRequest("a"));
            for (TestPeer peer : peers) {
                assertThat(peer.answer()).isEqualTo("DUNNO");
            }
            assertThat(listener.activation.getOpenConnections()).isEqualTo(2000);
            assertThat(listener.workManager.threads()).hasSize(2);
            assertThat(listener.factory.created).hasValue(2);
            peers.forEach(TestPeer::hangUp);
            await().until(() -> listener.activation.getOpenConnections() == 0);
            assertThat(listener.activation.getAcceptedConnections()).isEqualTo(2000);
        }
    }

    @Test
    void connectionsBeyondTheMostAreClosedAtOnce() throws ResourceException {
        PolicyActivationSpec spec = TestListener.spec();
        spec.setMaxConnections(2);
        spec.setMaxPeerPercent(100);
        try (TestListener listener = TestListener.listening(spec, DUNNO);
                TestPeer first = listener.peer();
                TestPeer second = listener.peer();
                TestPeer third = listener.peer();
                TestPeer fourth = listener.peer()) {
            assertThat(third.answer()).isNull();
            assertThat(fourth.answer()).isNull();
            assertThat(first.sendRequest("a").answer()).isEqualTo("DUNNO");
            assertThat(second.sendRequest("a").answer()).isEqualTo("DUNNO");
            assertThat(listener.activation.getRefusedConnections()).isEqualTo(2);
            assertThat(log.lines("SKS0205W")).hasSize(1);
            first.hangUp();
            await().until(() -> listener.activation.getOpenConnections() == 1);
            try (TestPeer fifth = listener.peer()) {
                assertThat(fifth.sendRequest("a").answer()).isEqualTo("DUNNO");
            }
            assertThat(log.lines("SKS0206I")).hasSize(1);
        }
    }

    @Test
    void aPortInUseIsTakenAsSoonAsItIsFree() throws ResourceException, IOException {
        PolicyActivationSpec spec = TestListener.spec();
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        spec.setPort(other.getLocalPort());
        try (TestListener listener = new TestListener(spec, DUNNO)) {
            listener.activation.start(listener.workManager);
            await().until(() -> log.lines("SKS0202W").size() == 1);
            await().pollDelay(Duration.ofMillis(100)).until(() -> !listener.activation.isBound());
            assertThat(listener.activation.getPort()).isEqualTo(spec.getPort());
            other.close();
            await().until(listener.activation::isBound);
            try (TestPeer peer = listener.peer()) {
                assertThat(peer.sendRequest("a").answer()).isEqualTo("DUNNO");
            }
            assertThat(log.lines("SKS0202W")).hasSize(1);
            assertThat(log.lines("SKS0201I")).hasSize(1);
        }
        assertThat(log.lines("SKS0203I")).hasSize(1);
    }

    @Test
    void anAddressThatDoesNotExistIsRetriedToo() throws ResourceException {
        PolicyActivationSpec spec = TestListener.spec();
        spec.setAddress("192.0.2.1"); // documentation, never local
        try (TestListener listener = new TestListener(spec, DUNNO)) {
            listener.activation.start(listener.workManager);
            await().until(() -> log.lines("SKS0202W").size() == 1);
            assertThat(listener.activation.isBound()).isFalse();
        }
    }

    @Test
    void aStopAnswersWhatIsUnderWayAndClosesTheRest() throws ResourceException, InterruptedException {
        CompletableFuture<PolicyAction> stage = new CompletableFuture<>();
        TestListener listener = TestListener.listening(request -> stage);
        int port = listener.activation.getPort();
        try (TestPeer idle = listener.peer();
                TestPeer waiting = listener.peer()) {
            waiting.sendRequest("a");
            await().until(() -> listener.activation.getRequests() == 1);
            Thread stopper = new Thread(listener::close, "stopper");
            stopper.start();
            assertThat(idle.answer()).isNull();
            await().until(() -> isRefused(port));
            assertThat(stopper.isAlive()).isTrue();
            stage.complete(PolicyAction.DUNNO);
            assertThat(waiting.answer()).isEqualTo("DUNNO");
            assertThat(waiting.answer()).isNull();
            stopper.join();
            assertThat(log.lines("SKS0210W")).isEmpty();
        }
        listener.close();
    }

    private static boolean isRefused(int port) {
        try {
            new TestPeer(port).hangUp();
            return false;
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    @Test
    void aStopDoesNotWaitLongerThanTheDrainTime() throws ResourceException {
        PolicyActivationSpec spec = TestListener.spec();
        spec.setDrainTimeoutMillis(100);
        CompletableFuture<PolicyAction> stage = new CompletableFuture<>();
        TestListener listener = TestListener.listening(spec, request -> stage);
        try (TestPeer waiting = listener.peer()) {
            waiting.sendRequest("a");
            await().until(() -> listener.activation.getRequests() == 1);
            listener.close();
            assertThat(waiting.answer()).isNull();
            assertThat(log.lines("SKS0210W")).hasSize(1);
            stage.complete(PolicyAction.DUNNO); // the connection is closed
        }
    }

    @Test
    void aStopBeforeAThreadWasFreeLeavesNothing() throws ResourceException {
        TestListener listener = new TestListener(TestListener.spec(), DUNNO);
        listener.workManager.becomeBusy();
        listener.activation.start(listener.workManager);
        listener.close();

        assertThat(listener.workManager.threads()).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void anInterruptDoesNotEndTheService() throws ResourceException {
        try (TestListener listener = TestListener.listening(DUNNO)) {
            for (int i = 0; i < 5; i++) {
                listener.workManager.threads().forEach(Thread::interrupt);
                await().pollInterval(Duration.ofMillis(10)).ignoreExceptions().until(() -> {
                    try (TestPeer peer = listener.peer()) {
                        return "DUNNO".equals(peer.sendRequest("a").answer());
                    }
                });
            }
            await().until(listener.activation::isBound);
        }
    }

    @Test
    void aSecondActivationOfTheSameNameIsRefusedAndLeavesNothing() throws ResourceException {
        try (TestListener first = TestListener.listening(DUNNO)) {
            TestListener second = new TestListener(first.spec, DUNNO);
            assertThatThrownBy(() -> second.activation.start(second.workManager))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining(first.spec.getName());
            assertThat(second.workManager.threads()).isEmpty();
            assertThat(first.activation.isBound()).isTrue();
        }
    }
}
