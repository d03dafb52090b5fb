// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressResolverTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> lookups = new ArrayList<>();
    private List<String> answer = List.of("192.0.2.1");
    private long nanos;
    private final AddressResolver resolver = new AddressResolver(tasks::add, this::lookUp, () -> nanos);

    private List<String> lookUp(String name) throws UnknownHostException {
        lookups.add(name);
        if (answer.isEmpty()) {
            throw new UnknownHostException(name);
        }
        return answer;
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "255.255.255.255", "0.0.0.0", "::1", "2001:db8::25", "::ffff:192.0.2.1"})
    void aLiteralPassesUntouched(String literal) {
        assertThat(resolver.literal(literal)).contains(literal);
        assertThat(tasks).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx1.example.org", "256.1.1.1", "1.2.3", "1.2.3.4.5", "localhost", "2001"})
    void aHostNameIsResolved(String name) {
        assertThat(AddressResolver.isLiteral(name)).isFalse();
    }

    @Test
    void aNameIsNotResolvedOnTheCallersThread() {
        assertThat(resolver.literal("mx1.example.org")).isEmpty();
        assertThat(lookups).isEmpty();

        runTasks();

        assertThat(resolver.literal("mx1.example.org")).contains("192.0.2.1");
        assertThat(lookups).containsExactly("mx1.example.org");
    }

    @Test
    void aNameThatIsBeingResolvedIsNotLookedUpTwice() {
        resolver.literal("mx1.example.org");
        resolver.literal("mx1.example.org");
        assertThat(tasks).hasSize(1);
    }

    @Test
    void anAnswerIsRefreshedAfterThirtySecondsAndServesMeanwhile() {
        resolver.literal("mx1.example.org");
        runTasks();
        answer = List.of("192.0.2.2");

        pass(Duration.ofSeconds(29));
        assertThat(resolver.literal("mx1.example.org")).contains("192.0.2.1");
        assertThat(tasks).isEmpty();

        pass(Duration.ofSeconds(1));
        assertThat(resolver.literal("mx1.example.org")).contains("192.0.2.1");
        runTasks();
        assertThat(resolver.literal("mx1.example.org")).contains("192.0.2.2");
    }

    @Test
    void theLastGoodAnswerOutlivesAFailure() {
        resolver.literal("mx1.example.org");
        runTasks();
        answer = List.of();
        pass(Duration.ofSeconds(31));
        resolver.literal("mx1.example.org");
        runTasks();

        assertThat(resolver.literal("mx1.example.org")).contains("192.0.2.1");
    }

    @Test
    void aNameThatNeverHadAnAddressIsLookedUpAgainAfterTenSeconds() {
        answer = List.of();
        resolver.literal("mx1.example.org");
        runTasks();
        answer = List.of("192.0.2.1");
        pass(Duration.ofSeconds(10));
        resolver.literal("mx1.example.org");
        runTasks();

        assertThat(resolver.literal("mx1.example.org")).contains("192.0.2.1");
    }

    @Test
    void theAddressInUseStaysWhileItIsAmongTheAnswers() {
        resolver.literal("mx1.example.org");
        runTasks();
        answer = List.of("192.0.2.9", "192.0.2.1");
        pass(Duration.ofSeconds(31));
        resolver.literal("mx1.example.org");
        runTasks();

        assertThat(resolver.literal("mx1.example.org")).contains("192.0.2.1");
    }

    @Test
    void namesBeyondTheBoundAreNotResolved() {
        for (int i = 0; i < AddressResolver.MAX_NAMES; i++) {
            resolver.literal("mx" + i + ".example.org");
        }
        runTasks();

        assertThat(resolver.literal("one-more.example.org")).isEmpty();
        runTasks();
        assertThat(lookups).hasSize(AddressResolver.MAX_NAMES);
        assertThat(resolver.literal("mx0.example.org")).contains("192.0.2.1");
    }

    @Test
    void aTaskThatWasRefusedIsTriedAgain() {
        List<Runnable> taken = new ArrayList<>();
        boolean[] stopping = {true};
        AddressResolver refused = new AddressResolver(
                task -> {
                    if (stopping[0]) {
                        throw new RejectedExecutionException();
                    }
                    taken.add(task);
                },
                this::lookUp,
                () -> nanos);

        assertThat(refused.literal("mx1.example.org")).isEmpty();
        stopping[0] = false;
        assertThat(refused.literal("mx1.example.org")).isEmpty();
        assertThat(taken).hasSize(1);
    }
}
