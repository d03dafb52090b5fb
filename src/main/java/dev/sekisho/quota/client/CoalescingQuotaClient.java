// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.quota.cache.VerdictCache;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends no second request to a mail host while an equal one is under way, and none that a recent verdict answers.
 *
 * <p>Own code instead of Caffeine's asynchronous cache: docs/adr/0009-request-coalescing-and-retries.md.
 */
@ThreadSafe
public final class CoalescingQuotaClient implements QuotaStatus {
    /** Refreshes the usage of a mailbox that was requested; returns at once. */
    @FunctionalInterface
    public interface Usages {
        void refresh(QuotaHost host, String mailbox);
    }

    private record Request(QuotaHost host, String mailbox, long sizeBytes) {}

    private final QuotaStatus hosts;
    private final VerdictCache room;
    private final Usages usages;
    private final HostMetrics metrics;
    private final Executor executor;
    private final Map<Request, CompletableFuture<QuotaResult>> underWay = new ConcurrentHashMap<>();

    /** @param executor runs the use of {@code room} */
    public CoalescingQuotaClient(
            QuotaStatus hosts, VerdictCache room, Executor executor, Usages usages, HostMetrics metrics) {
        this.hosts = hosts;
        this.room = room;
        this.executor = executor;
        this.usages = usages;
        this.metrics = metrics;
    }

    @Override
    public CompletionStage<QuotaResult> request(QuotaHost host, String mailbox, long sizeBytes, String client) {
        Optional<QuotaResult> known = room.verdict(mailbox, sizeBytes);
        if (known.isPresent()) {
            metrics.count(host.name(), "cached");
            return CompletableFuture.completedFuture(known.get());
        }
        Request request = new Request(host, mailbox, sizeBytes);
        CompletableFuture<QuotaResult> mine = new CompletableFuture<>();
        CompletableFuture<QuotaResult> others = underWay.putIfAbsent(request, mine);
        if (others != null) {
            metrics.count(host.name(), "shared");
            return others;
        }
        send(request, client, mine);
        usages.refresh(host, mailbox);
        return mine;
    }

    /** Sends a request to its host. It is always removed from those under way: all later ones would wait for it. */
    private void send(Request request, String client, CompletableFuture<QuotaResult> mine) {
        CompletionStage<QuotaResult> sent;
        try {
            sent = hosts.request(request.host(), request.mailbox(), request.sizeBytes(), client);
        } catch (RuntimeException | Error e) {
            sent = CompletableFuture.failedStage(e);
        }
        var unused = sent.whenComplete((answer, failure) -> {
            underWay.remove(request, mine);
            if (failure != null) {
                mine.completeExceptionally(failure);
                return;
            }
            try {
                learn(request.mailbox(), request.sizeBytes(), answer);
            } finally {
                mine.complete(answer);
            }
        });
    }

    private void learn(String mailbox, long sizeBytes, QuotaResult answer) {
        try {
            executor.execute(() -> room.learn(mailbox, sizeBytes, answer));
        } catch (RejectedExecutionException e) {
            // The next request goes to the host.
        }
    }
}
