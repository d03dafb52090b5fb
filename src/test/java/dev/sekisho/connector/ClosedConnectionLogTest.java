// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosedConnectionLogTest {
    private final CapturedLog log = new CapturedLog();
    private final TestClock clock = new TestClock();
    private final ClosedConnectionLog closedConnections = new ClosedConnectionLog("test", clock);

    /** A clock that stands still, shortly before its value overflows, as that of a JVM may. */
    private final AtomicLong stillClock = new AtomicLong(Long.MAX_VALUE);

    private final ClosedConnectionLog exact = new ClosedConnectionLog("test", stillClock::get);

    @AfterEach
    void releaseLog() {
        log.close();
    }

    @Test
    void oneLineAMinuteForEachCauseAndPeer() {
        for (int i = 0; i < 10; i++) {
            closedConnections.record(CloseReason.PROTOCOL_ERROR, "192.0.2.1", "no name");
            closedConnections.record(CloseReason.PROTOCOL_ERROR, "192.0.2.2", "no name");
            closedConnections.record(CloseReason.REQUEST_TIMEOUT, "192.0.2.1", "");
        }

        assertThat(log.lines())
                .containsExactly(
                        "SKS0204W policy listener test closed the connection of 192.0.2.1: protocol error: no name",
                        "SKS0204W policy listener test closed the connection of 192.0.2.2: protocol error: no name",
                        "SKS0204W policy listener test closed the connection of 192.0.2.1:"
                                + " request did not arrive completely in time");
    }

    @Test
    void theNextLineCountsTheOmittedOnes() {
        for (int i = 0; i < 10; i++) {
            closedConnections.record(CloseReason.DELIVERY_FAILED, "192.0.2.1", "");
        }
        clock.advance(Duration.ofMinutes(1));
        closedConnections.record(CloseReason.DELIVERY_FAILED, "192.0.2.1", "");
        clock.advance(Duration.ofMinutes(1));
        closedConnections.record(CloseReason.DELIVERY_FAILED, "192.0.2.1", "");

        assertThat(log.lines())
                .containsExactly(
                        "SKS0209E policy listener test did not answer 192.0.2.1: listener failed; the connection was closed",
                        "SKS0209E policy listener test did not answer 192.0.2.1: listener failed;"
                                + " 9 more of this kind since the last line; the connection was closed",
                        "SKS0209E policy listener test did not answer 192.0.2.1: listener failed; the connection was closed");
    }

    @Test
    void peersWithoutEndCostNeitherMemoryNorLines() {
        for (int i = 0; i < 10_000; i++) {
            closedConnections.record(CloseReason.PROTOCOL_ERROR, "peer " + i, "");
        }
        assertThat(log.lines()).hasSize(ClosedConnectionLog.MAX_ENTRIES);

        clock.advance(Duration.ofMinutes(1));
        closedConnections.record(CloseReason.PROTOCOL_ERROR, "another peer", "");

        assertThat(log.lines()).last().asString().endsWith("protocol error; 9744 more from other peers not logged");
    }

    @Test
    void aLineMayFollowAfterAWholeMinuteAndNoSooner() {
        exact.record(CloseReason.PROTOCOL_ERROR, "192.0.2.1", "");
        stillClock.addAndGet(Duration.ofMinutes(1).minusNanos(1).toNanos());
        exact.record(CloseReason.PROTOCOL_ERROR, "192.0.2.1", "");
        assertThat(log.lines()).hasSize(1);

        stillClock.incrementAndGet();
        exact.record(CloseReason.PROTOCOL_ERROR, "192.0.2.1", "");
        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void aFullLogDropsAPeerAfterAMinuteAndCountsTheOmissions() {
        for (int i = 0; i < 3; i++) {
            exact.record(CloseReason.PROTOCOL_ERROR, "oldest", "");
        }
        for (int i = 1; i < ClosedConnectionLog.MAX_ENTRIES; i++) {
            exact.record(CloseReason.PROTOCOL_ERROR, "peer " + i, "");
        }
        stillClock.addAndGet(Duration.ofMinutes(1).minusNanos(1).toNanos());
        exact.record(CloseReason.PROTOCOL_ERROR, "another", "");
        assertThat(log.lines()).hasSize(ClosedConnectionLog.MAX_ENTRIES);

        stillClock.incrementAndGet();
        exact.record(CloseReason.PROTOCOL_ERROR, "another", "");
        exact.record(CloseReason.PROTOCOL_ERROR, "peer 1", "");
        assertThat(log.lines()).hasSize(ClosedConnectionLog.MAX_ENTRIES + 2);
        // Two of the oldest peer, and the one that came too early; counted once.
        assertThat(log.lines().get(ClosedConnectionLog.MAX_ENTRIES))
                .endsWith("protocol error; 3 more from other peers not logged");
        assertThat(log.lines()).last().asString().endsWith("protocol error");
    }

    @Test
    void whatIsOursIsAnErrorAndWhatIsThePeersAWarning() {
        for (CloseReason reason : CloseReason.values()) {
            closedConnections.record(reason, "192.0.2.1", "");
        }
        assertThat(log.lines("SKS0209E")).hasSize(3);
        assertThat(log.lines("SKS0204W")).hasSize(CloseReason.values().length - 3);
    }
}
