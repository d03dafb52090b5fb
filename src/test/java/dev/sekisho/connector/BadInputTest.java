// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyListener;
import jakarta.resource.ResourceException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What no Postfix sends, beside a connection that stays in use. */
class BadInputTest {
    private static final PolicyListener ECHO =
            request -> CompletableFuture.completedFuture(PolicyAction.of("WARN " + request.instance()));

    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void eachProtocolErrorClosesOneConnectionAndIsLoggedOnce() throws ResourceException {
        String begin = "request=smtpd_access_policy\ninstance=x\n";
        List<String> nonsense = List.of(
                begin + "size=-1\n\n",
                begin + "size=99999999999999999999\n\n",
                begin + "recipient_count=2147483648\n\n",
                begin + "recipient_count=one\n\n",
                begin + "sender=a\0b\n\n",
                begin + "sender=" + "x".repeat(10_000_000) + "\n\n",
                begin + "attribute=value\n".repeat(700_000) + "\n",
                "\0\0\0\0\n\n");
        try (TestListener listener = TestListener.listening(ECHO);
                TestPeer good = listener.peer()) {
            for (int round = 0; round < 3; round++) {
                for (String each : nonsense) {
                    try (TestPeer peer = listener.peer()) {
                        assertThat(answerTo(peer, each)).isEqualTo("closed");
                    }
                    assertThat(good.sendRequest("good").answer()).isEqualTo("WARN good");
                }
            }
            assertThat(listener.activation.getProtocolErrors()).isEqualTo(3L * nonsense.size());
            // One cause, one peer, one minute.
            assertThat(log.lines("SKS0204W")).hasSize(1);
        }
    }

    /** The peer's answer, or a close before it had read all. */
    private static String answerTo(TestPeer peer, String text) {
        try {
            String answer = peer.send(text).answer();
            return answer == null ? "closed" : answer;
        } catch (UncheckedIOException e) {
            return "closed";
        }
    }

    @Test
    void aThousandSilentConnectionsAreClosedSoonWithOneLineAndOthersAreServed() throws ResourceException {
        List<TestPeer> silent = new ArrayList<>();
        try (TestListener listener = TestListener.listening(ECHO)) {
            TestPeer good = listener.peer();
            assertThat(good.sendRequest("first").answer()).isEqualTo("WARN first");
            for (int i = 0; i < 1_000; i++) {
                silent.add(listener.peer());
            }
            assertThat(good.sendRequest("second").answer()).isEqualTo("WARN second");
            // The good peer has sent a request and may be idle for longer than the others may be silent.
            listener.clock.advance(Duration.ofSeconds(11));
            await().atMost(Duration.ofSeconds(60)).until(() -> listener.activation.getOpenConnections() == 1);
            assertThat(good.sendRequest("third").answer()).isEqualTo("WARN third");
            assertThat(listener.activation.getTimedOutConnections()).isEqualTo(1_000);
            assertThat(log.lines("SKS0204W"))
                    .singleElement()
                    .asString()
                    .endsWith("nothing received after the connection was opened");
            good.hangUp();
        } finally {
            silent.forEach(TestPeer::hangUp);
        }
    }
}
