// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that are served now, wait, or are refused. */
class TurnsTest {
    private final List<String> begun = new ArrayList<>();

    private boolean begin(String name) {
        begun.add(name);
        return true;
    }

    @Test
    void soManyAtATimeAndTheOthersInTheirOrder() {
        Turns turns = new Turns(2, 10);
        assertThat(turns.take()).isTrue();
        assertThat(turns.take()).isTrue();
        assertThat(turns.take()).isFalse();
        assertThat(turns.wait(() -> begin("first"))).isTrue();
        assertThat(turns.wait(() -> begin("second"))).isTrue();
        assertThat(begun).isEmpty();
        turns.giveBack();
        assertThat(begun).containsExactly("first");
        assertThat(turns.take()).as("before the waiting one").isFalse();
        turns.giveBack();
        assertThat(begun).containsExactly("first", "second");
        turns.giveBack();
        turns.giveBack();
        assertThat(turns.take()).isTrue();
        assertThat(turns.take()).isTrue();
        assertThat(turns.take()).isFalse();
    }

    @Test
    void aFullQueueAcceptsNoOther() {
        Turns turns = new Turns(1, 2);
        turns.take();
        assertThat(turns.wait(() -> begin("a"))).isTrue();
        assertThat(turns.wait(() -> begin("b"))).isTrue();
        assertThat(turns.wait(() -> begin("c"))).isFalse();
    }

    @Test
    void aClientThatHasGoneLosesItsTurnToTheNext() {
        Turns turns = new Turns(1, 10);
        turns.take();
        turns.wait(() -> false);
        turns.wait(() -> begin("next"));
        turns.giveBack();
        assertThat(begun).containsExactly("next");
        turns.giveBack();
        assertThat(turns.take()).isTrue();
    }

    @Test
    void aTurnThatBecameFreeMeanwhileIsTakenAtOnceOrGivenBack() {
        Turns turns = new Turns(1, 10);
        assertThat(turns.wait(() -> false)).isTrue();
        assertThat(turns.wait(() -> begin("at once"))).isTrue();
        assertThat(begun).containsExactly("at once");
        assertThat(turns.take()).isFalse();
    }
}
