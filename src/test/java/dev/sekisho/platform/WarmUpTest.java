// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final Deque<String> rounds = new ArrayDeque<>();
    private final AtomicLong nanos = new AtomicLong();
    private final ServerState state = new ServerState();
    private final OperatorLog log = new OperatorLog("dev.sekisho.platform");
    private final WarmUp warmUp = new WarmUp(this::round, state, 60, nanos::get);

    private String round() throws IOException {
        String next = rounds.pop();
        if (next.isEmpty()) {
            throw new SocketTimeoutException("Read timed out");
        }
        return next;
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aRoundThatSucceedsIsTheLast() throws InterruptedException {
        rounds.add("5 logins");
        assertThat(warmUp.next()).isEmpty();
        assertThat(state.isWarmedUp()).isTrue();
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("SKS0007I ")
                .contains("5 logins");
    }

    @Test
    void aFailingWarmUpIsRepeatedAndReadinessHasItsReason() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            rounds.add("");
            assertThat(warmUp.next()).hasValue(1);
            assertThat(state.isWarmUpDoneOrWaived()).isFalse();
            assertThat(state.warmUpFailure()).contains("Read timed out");
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(15));
        }
        rounds.add("5 logins");
        assertThat(warmUp.next()).isEmpty();
        assertThat(state.isWarmedUp()).isTrue();
        assertThat(state.warmUpFailure()).isEmpty();
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).startsWith("SKS0008W ").contains("60 s");
        assertThat(log.lines().get(1)).startsWith("SKS0007I ");
    }

    @Test
    void aWarmUpThatNeverSucceedsDelaysReadinessForALimitedTime() throws InterruptedException {
        rounds.add("");
        warmUp.next();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
        rounds.add("");
        assertThat(warmUp.next()).hasValue(30);
        assertThat(state.isWarmedUp()).isFalse();
        assertThat(state.isWarmUpDoneOrWaived()).isTrue();
        assertThat(state.warmUpFailure()).contains("Read timed out");
        rounds.add("5 logins");
        assertThat(warmUp.next()).isEmpty();
        assertThat(state.isWarmedUp()).isTrue();
    }
}
