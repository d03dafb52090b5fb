// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.OperatorLog;
import dev.sekisho.quota.QuotaRequests;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a mail host gets requests, and what is logged of it. */
class HostAvailabilityTest {
    private final OperatorLog log = new OperatorLog("dev.sekisho.quota");
    private final HostAvailability availability =
            new HostAvailability("mx1", "192.0.2.1:12340", QuotaRequests.config(8, 256));

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aHostThatFailsFiveTimesIsLeftAloneAndThenProbedWithOneRequest() {
        for (int i = 0; i < 4; i++) {
            assertThat(availability.failed("silent")).isFalse();
        }
        assertThat(availability.breakerState()).isZero();
        assertThat(availability.isLost()).isFalse();
        assertThat(availability.failed("silent")).isTrue();
        assertThat(availability.breakerState()).isEqualTo(HostAvailability.OPEN);
        assertThat(availability.isLost()).isTrue();
        await().until(availability::permitsRequest);
        assertThat(availability.breakerState()).isEqualTo(1);
        assertThat(availability.permitsRequest()).as("one request probes it").isFalse();
        availability.answered();
        assertThat(availability.breakerState()).isZero();
        assertThat(availability.isLost()).isFalse();
    }

    @Test
    void eachLossAndItsEndAreLoggedOnce() {
        for (int loss = 0; loss < 2; loss++) {
            for (int i = 0; i < 7; i++) {
                availability.failed("silent");
            }
            await().until(availability::permitsRequest);
            availability.answered();
            availability.answered();
        }
        assertThat(codes()).containsExactly("SKS0401W", "SKS0402I", "SKS0401W", "SKS0402I");
    }

    @Test
    void aFullQueueIsLoggedOnceUntilItIsEmptyAgain() {
        availability.keepsUp();
        availability.turnedAway(QuotaFailure.BUSY);
        availability.turnedAway(QuotaFailure.BUSY);
        assertThat(codes()).containsExactly("SKS0403W");
        availability.keepsUp();
        availability.keepsUp();
        availability.turnedAway(QuotaFailure.BREAKER_OPEN);
        assertThat(codes()).containsExactly("SKS0403W", "SKS0404I");
        assertThat(log.lines().get(1)).contains("2");
        availability.turnedAway(QuotaFailure.BUSY);
        assertThat(codes()).containsExactly("SKS0403W", "SKS0404I", "SKS0403W");
    }

    private List<String> codes() {
        return log.lines().stream().map(line -> line.substring(0, 8)).toList();
    }
}
