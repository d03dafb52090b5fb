// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallLimitTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CallLimit limit = new CallLimit(nanos::get);

    @Test
    void callsThatEndSoonHaveNoLimit() {
        for (int i = 0; i < 10 * CallLimit.MOST_WAITING; i++) {
            assertThat(limit.enter()).isPresent();
        }
    }

    @Test
    void whenManyWaitForSecondsNoMoreAreBegunUntilTheyEnd() {
        List<CallLimit.Call> waiting = new ArrayList<>();
        for (int i = 0; i < CallLimit.MOST_WAITING; i++) {
            waiting.add(limit.enter().orElseThrow());
        }
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(3_001));
        assertThat(limit.enter()).isEmpty();
        limit.leave(waiting.get(5));
        CallLimit.Call next = limit.enter().orElseThrow();
        assertThat(limit.enter()).isEmpty();
        limit.leave(next);
        assertThat(limit.enter()).isPresent();
    }
}
