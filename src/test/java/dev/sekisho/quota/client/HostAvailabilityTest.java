// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.OperatorLog;
import dev.sekisho.quota.QuotaRequests;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a mail host is asked, and what is told of it. */
class HostAvailabilityTest {
    private final OperatorLog log = new OperatorLog("dev.sekisho.quota");
    private final HostAvailability standing =
            new HostAvailability("mx1", "192.0.2.1:12340", QuotaRequests.config(8, 256));

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aHostThatFailsFiveTimesIsLeftAloneThenTriedWithOneQuestion() {
        for (int i = 0; i < 4; i++) {
            assertThat(standing.failed("silent")).isFalse();
        }
        assertThat(standing.breakerState()).isZero();
        assertThat(standing.isLost()).isFalse();
        assertThat(standing.failed("silent")).isTrue();
        assertThat(standing.breakerState()).isEqualTo(HostAvailability.OPEN);
        assertThat(standing.isLost()).isTrue();
        await().until(standing::mayAsk);
        assertThat(standing.breakerState()).isEqualTo(1);
        assertThat(standing.mayAsk()).as("one is enough to try it").isFalse();
        standing.answered();
        assertThat(standing.breakerState()).isZero();
        assertThat(standing.isLost()).isFalse();
    }

    @Test
    void eachLossIsToldAndItsEndOnce() {
        for (int loss = 0; loss < 2; loss++) {
            for (int i = 0; i < 7; i++) {
                standing.failed("silent");
            }
            await().until(standing::mayAsk);
            standing.answered();
            standing.answered();
        }
        assertThat(codes()).containsExactly("SKS0401W", "SKS0402I", "SKS0401W", "SKS0402I");
    }

    @Test
    void aLineThatIsFullIsToldOnceUntilItIsEmptyAgain() {
        standing.keepsUp();
        standing.turnedAway(QuotaFailure.BUSY);
        standing.turnedAway(QuotaFailure.BUSY);
        assertThat(codes()).containsExactly("SKS0403W");
        standing.keepsUp();
        standing.keepsUp();
        standing.turnedAway(QuotaFailure.BREAKER_OPEN);
        assertThat(codes()).containsExactly("SKS0403W", "SKS0404I");
        assertThat(log.lines().get(1)).contains("2");
        standing.turnedAway(QuotaFailure.BUSY);
        assertThat(codes()).containsExactly("SKS0403W", "SKS0404I", "SKS0403W");
    }

    private List<String> codes() {
        return log.lines().stream().map(line -> line.substring(0, 8)).toList();
    }
}
