// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.sendlimit.counter.LimitEvent;
import dev.sekisho.sendlimit.counter.LimitEvent.Kind;
import dev.sekisho.sendlimit.counter.LimitListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One request may alert several listeners. */
class LimitListenersTest {
    @Test
    void aListenerThatFailsStopsNoOtherAndIsLogged() {
        Instant now = Instant.parse("2026-03-01T09:00:00Z");
        LimitEvent event =
                new LimitEvent(Kind.NEAR, "alice@example.org", "example.org", "account", "10/1h", 8, 10, now, now);
        List<LimitEvent> heard = new ArrayList<>();
        LimitListener failing = each -> {
            throw new IllegalStateException("the queue is full");
        };
        try (OperatorLog log = new OperatorLog("dev.sekisho.sendlimit")) {
            new LimitListeners(List.of(failing, heard::add)).limitReached(event);
            assertThat(heard).containsExactly(event);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("SKS0307W ")
                    .contains("alice@example.org");
        }
    }
}
