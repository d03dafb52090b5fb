// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.OperatorLog;
import dev.sekisho.login.credential.VerificationPool.Place;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import dev.sekisho.password.StoredPassword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerificationPoolTest {
    private static final Place OWNER = new Place("192.0.2.7", true);

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<String> order = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private VerificationPool pool(int places) {
        VerificationPool pool = new VerificationPool(threads, 1, places);
        Optional<CompletableFuture<Boolean>> first = pool.submit(new Place("first", false), () -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
        assertThat(first).isPresent();
        return pool;
    }

    private Optional<CompletableFuture<Boolean>> submit(VerificationPool pool, Place place, String name) {
        return pool.submit(place, () -> order.add(name));
    }

    @Test
    void aServerThatStopsRefusesAndKeepsNoPlace() {
        threads.shutdownNow();
        VerificationPool pool = new VerificationPool(threads, 1, 1);
        for (int i = 1; i <= 2; i++) {
            assertThat(submit(pool, OWNER, "check")).isEmpty();
            assertThat(pool.refused()).isEqualTo(i);
            assertThat(pool.pending()).isZero();
        }
    }

    private static Place unknown(String client) {
        return new Place(client, false);
    }

    /** The real hashes on the real number of threads: a wrong order would make the owner wait for thousands of them. */
    @Test
    void aKnownClientIsCheckedAtOnceThoughTenThousandGuessesWait() {
        VerificationPool pool = new VerificationPool(threads, 2, 10_000);
        StoredPassword stored =
                StoredPassword.parse(PasswordScheme.SHA512_CRYPT.generate(Secret.of("right"), 20_000), "PLAIN");
        AtomicInteger guessed = new AtomicInteger();
        List<CompletableFuture<Integer>> guesses = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            // One attacker, then ten thousand.
            Place place = unknown(i % 2 == 0 ? "198.51.100.7" : "10.0." + i / 250 + "." + i % 250);
            String guess = "guess " + i;
            pool.submit(place, () -> {
                        assertThat(stored.verify(Secret.of(guess)).isMatch()).isFalse();
                        return guessed.incrementAndGet();
                    })
                    .ifPresent(guesses::add);
        }
        assertThat(pool.pending()).isGreaterThan(9_000);
        int before = guessed.get();
        int after = pool.submit(OWNER, () -> {
                    assertThat(stored.verify(Secret.of("right")).isMatch()).isTrue();
                    return guessed.get();
                })
                .orElseThrow()
                .join();
        // The two that ran already, and what ends while the submitting thread is not on a processor.
        assertThat(after - before).isLessThan(1_000);
        assertThat(pool.pending()).isGreaterThan(7_000);
        assertThat(guesses.get(guesses.size() - 1)).isNotDone();
    }

    @Test
    void oneClientMayFillTheLineAndGivesWayToEachOther() {
        VerificationPool pool = pool(4);
        List<CompletableFuture<Boolean>> flood = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            flood.add(submit(pool, unknown("flood"), "flood " + i).orElseThrow());
        }
        assertThat(submit(pool, unknown("flood"), "too many")).isEmpty();
        CompletableFuture<Boolean> other =
                submit(pool, unknown("other"), "other").orElseThrow();
        assertThat(flood.get(3)).isCompletedExceptionally();
        assertThat(flood.get(2)).isNotDone();
        assertThat(submit(pool, unknown("third"), "third")).isPresent();
        assertThat(submit(pool, unknown("fourth"), "fourth")).isPresent();
        assertThat(submit(pool, unknown("fifth"), "as many as the longest")).isEmpty();
        assertThat(pool.refused()).isEqualTo(5);
        go.countDown();
        await().atMost(Duration.ofSeconds(30)).until(() -> pool.pending() == 0);
        assertThat(other).isCompletedWithValue(true);
        assertThat(order).as("in turns").containsExactly("flood 0", "other", "third", "fourth");
    }

    @Test
    void aQueueFullOfUnknownClientsServesKnownOnesFirstAndUnknownOnesToo() {
        VerificationPool pool = pool(8);
        for (int i = 0; i < 8; i++) {
            assertThat(submit(pool, unknown("10.0.0." + i), "unknown " + i)).isPresent();
        }
        assertThat(submit(pool, unknown("10.0.1.1"), "no place")).isEmpty();
        for (int i = 0; i < 8; i++) {
            assertThat(submit(pool, OWNER, "known " + i)).isPresent();
        }
        assertThat(pool.pending()).as("one runs").isEqualTo(17);
        go.countDown();
        await().atMost(Duration.ofSeconds(30)).until(() -> pool.pending() == 0);
        assertThat(order.subList(0, 8))
                .containsExactly(
                        "known 0", "known 1", "known 2", "unknown 0", "known 3", "known 4", "known 5", "unknown 1");
        assertThat(order).hasSize(16);
    }

    @Test
    void anAttackerInAKnownNetworkGivesWayToOtherKnownClients() {
        VerificationPool pool = pool(4);
        Place attacker = new Place("192.0.2.66", true);
        for (int i = 0; i < 4; i++) {
            assertThat(submit(pool, attacker, "guess " + i)).isPresent();
        }
        assertThat(submit(pool, OWNER, "owner")).isPresent();
        go.countDown();
        await().atMost(Duration.ofSeconds(30)).until(() -> pool.pending() == 0);
        assertThat(order).containsExactly("guess 0", "owner", "guess 1", "guess 2");
    }

    @Test
    void aFullQueueIsLoggedOnceUntilACheckFindsAThreadAtOnce() {
        try (OperatorLog log = new OperatorLog("dev.sekisho.login")) {
            List<Runnable> held = new ArrayList<>();
            VerificationPool pool = new VerificationPool(held::add, 1, 0);
            for (int full = 1; full <= 2; full++) {
                assertThat(submit(pool, OWNER, "runs")).isPresent();
                assertThat(submit(pool, OWNER, "no place")).isEmpty();
                assertThat(log.lines()).hasSize(full);
                assertThat(submit(pool, OWNER, "no place")).isEmpty();
                held.remove(0).run();
            }
            assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("SKS0625W "));
        }
    }
}
