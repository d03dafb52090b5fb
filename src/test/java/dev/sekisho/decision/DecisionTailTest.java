// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTailTest {
    private final DecisionTail tail = new DecisionTail();

    @Test
    void aWatcherGetsMatchingDecisionsFromItsStartOn() {
        tail.add(entry("defer"));
        DecisionTail.Watcher watcher =
                tail.watch("ann", entry -> entry.result().equals("defer")).orElseThrow();
        tail.add(entry("send-blocked"));
        tail.add(entry("defer"));
        assertThat(watcher.take()).containsExactly(entry("defer"));
        assertThat(watcher.take()).isEmpty();
    }

    @Test
    void aSlowWatcherIsDisconnectedAndTheOthersAreNot() {
        DecisionTail.Watcher slow = tail.watch("ann", entry -> true).orElseThrow();
        DecisionTail.Watcher quick = tail.watch("ann", entry -> true).orElseThrow();
        int taken = 0;
        for (int i = 0; i <= DecisionTail.QUEUE_ENTRIES; i++) {
            tail.add(entry("defer"));
            taken += quick.take().size();
        }
        assertThat(slow.isClosed()).isTrue();
        assertThat(quick.isClosed()).isFalse();
        assertThat(taken).isEqualTo(DecisionTail.QUEUE_ENTRIES + 1);
    }

    @Test
    void theNumberOfWatchersIsBoundedAndAClosedOneFreesItsPlace() {
        List<DecisionTail.Watcher> watchers = new ArrayList<>();
        for (int i = 0; i < DecisionTail.MAX_WATCHERS; i++) {
            watchers.add(tail.watch("user" + i / DecisionTail.MAX_PER_USER, entry -> true)
                    .orElseThrow());
        }
        assertThat(tail.watch("ann", entry -> true)).isEmpty();
        watchers.get(3).close();
        assertThat(tail.watch("ann", entry -> true)).isPresent();
    }

    @Test
    void oneUserDoesNotTakeAllPlaces() {
        DecisionTail.Watcher first = tail.watch("helga", entry -> true).orElseThrow();
        for (int i = 1; i < DecisionTail.MAX_PER_USER; i++) {
            assertThat(tail.watch("helga", entry -> true)).isPresent();
        }
        assertThat(tail.watch("helga", entry -> true)).isEmpty();
        assertThat(tail.watch("ann", entry -> true)).isPresent();
        first.close();
        assertThat(tail.watch("helga", entry -> true)).isPresent();
    }

    private static JournalEntry entry(String result) {
        return new JournalEntry("7hk4n2xd", Instant.EPOCH, "sendlimit", result, "a", "192.0.2.7", "");
    }
}
