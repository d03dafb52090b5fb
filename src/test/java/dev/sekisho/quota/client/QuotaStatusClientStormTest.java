// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.quota.OverQuotaReply;
import dev.sekisho.quota.QuotaConfig;
import dev.sekisho.quota.QuotaRequests;
import dev.sekisho.quota.UnknownUserReply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class QuotaStatusClientStormTest extends QuotaRequests {
    /** Requests of each thread; some thousand show a lost or swapped answer if one is possible. */
    private static final int REQUESTS = 3000;

    private static final int CLIENTS = 4;

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void underEachFaultEachRequestGetsItsOwnAnswerOrNone(int pipelining) throws IOException {
        long seed = new Random().nextLong();
        QuotaStatusPeer peer = peer(faulty(new Random(seed)));
        QuotaStatusClient client = client(new QuotaConfig(
                Duration.ofMillis(300),
                4,
                64,
                OverQuotaReply.REFUSE,
                "",
                UnknownUserReply.DUNNO,
                8,
                Duration.ofMillis(10),
                Duration.ofSeconds(1),
                pipelining));
        ScheduledExecutorService sweeps = Executors.newSingleThreadScheduledExecutor();
        long begin = System.nanoTime();
        ScheduledFuture<?> sweeping = sweeps.scheduleWithFixedDelay(
                () -> {
                    nanoTime.set(System.nanoTime() - begin);
                    client.sweep();
                },
                1,
                1,
                TimeUnit.MILLISECONDS);
        List<CompletableFuture<Long>> clients = new ArrayList<>();
        for (int number = 0; number < CLIENTS; number++) {
            long first = (long) number * REQUESTS;
            clients.add(CompletableFuture.supplyAsync(() -> storm(client, peer, first, seed)));
        }
        long answered = clients.stream().mapToLong(CompletableFuture::join).sum();
        assertThat(sweeping.isDone()).as("a sweep failed, seed %d", seed).isFalse();
        sweeps.shutdownNow();
        assertThat(answered).as("seed %d", seed).isPositive();
        assertThat(metrics.results().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .as("seed %d", seed)
                .isEqualTo(CLIENTS * REQUESTS);
        assertThat(metrics.pools()).as("seed %d", seed).allSatisfy(pool -> {
            assertThat(pool.busyConnections()).isZero();
            assertThat(pool.waitingRequests()).isZero();
        });
    }

    /** Sends a few requests at a time, as smtpd processes do; returns how many the host has answered. */
    private static long storm(QuotaStatusClient client, QuotaStatusPeer peer, long first, long seed) {
        long answered = 0;
        List<CompletableFuture<QuotaResult>> pending = new ArrayList<>();
        for (long size = first; size < first + REQUESTS; size++) {
            pending.add(request(client, at(peer), size));
            if (pending.size() == 20 || size == first + REQUESTS - 1) {
                for (int i = 0; i < pending.size(); i++) {
                    QuotaResult answer = answer(pending.get(i));
                    if (answer instanceof QuotaResult.Full full) {
                        assertThat(full.text())
                                .as("seed %d", seed)
                                .isEqualTo("size " + (size - pending.size() + 1 + i));
                        answered++;
                    } else {
                        assertThat(answer.result()).as("seed %d", seed).isEqualTo("unavailable");
                    }
                }
                pending.clear();
            }
        }
        return answered;
    }

    private static QuotaStatusPeer.Script faulty(Random random) {
        Set<QuotaStatusPeer.Wire> silent = ConcurrentHashMap.newKeySet();
        return (wire, request) -> {
            if (silent.contains(wire)) {
                return; // as Dovecot, a host answers one request after the other
            }
            String answer = "action=552 5.2.2 size "
                    + request.substring(request.indexOf("\nsize=") + 6).strip() + "\n\n";
            switch (random.nextInt(100)) {
                case 0 -> wire.close();
                case 1 -> {
                    wire.send(answer.substring(0, 12));
                    wire.close();
                }
                case 2 -> wire.send("nonsense\n");
                case 3 -> {
                    wire.send(answer);
                    wire.close();
                }
                case 4 -> {
                    if (random.nextInt(10) == 0) {
                        silent.add(wire);
                        return;
                    }
                    wire.send(answer);
                }
                default -> wire.send(answer);
            }
        };
    }
}
