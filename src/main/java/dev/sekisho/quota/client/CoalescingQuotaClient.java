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
 * Spares mail hosts questions: one that is under way is not put a second time, and one that a verdict of the last
 * seconds answers is not put at all.
 */
@ThreadSafe
public final class CoalescingQuotaClient implements QuotaStatus {
    /** Whoever wants to know how much is in a mailbox that was asked about; returns at once. */
    @FunctionalInterface
    public interface Usages {
        void refresh(QuotaHost host, String mailbox);
    }

    private record Question(QuotaHost host, String mailbox, long sizeBytes) {}

    private final QuotaStatus hosts;
    private final VerdictCache room;
    private final Usages usages;
    private final HostMetrics metrics;
    private final Executor executor;
    private final Map<Question, CompletableFuture<QuotaResult>> underWay = new ConcurrentHashMap<>();

    /** @param executor where {@code room} may be used */
    public CoalescingQuotaClient(
            QuotaStatus hosts, VerdictCache room, Executor executor, Usages usages, HostMetrics metrics) {
        this.hosts = hosts;
        this.room = room;
        this.executor = executor;
        this.usages = usages;
        this.metrics = metrics;
    }

    @Override
    public CompletionStage<QuotaResult> ask(QuotaHost host, String mailbox, long sizeBytes, String client) {
        Optional<QuotaResult> known = room.verdict(mailbox, sizeBytes);
        if (known.isPresent()) {
            metrics.count(host.name(), "cached");
            return CompletableFuture.completedFuture(known.get());
        }
        Question question = new Question(host, mailbox, sizeBytes);
        CompletableFuture<QuotaResult> mine = new CompletableFuture<>();
        CompletableFuture<QuotaResult> others = underWay.putIfAbsent(question, mine);
        if (others != null) {
            metrics.count(host.name(), "shared");
            return others;
        }
        put(question, client, mine);
        usages.refresh(host, mailbox);
        return mine;
    }

    /** Puts a question to its host. It does not stay under way, whatever happens: all later ones would wait for it. */
    private void put(Question question, String client, CompletableFuture<QuotaResult> mine) {
        CompletionStage<QuotaResult> asked;
        try {
            asked = hosts.ask(question.host(), question.mailbox(), question.sizeBytes(), client);
        } catch (RuntimeException | Error e) {
            asked = CompletableFuture.failedStage(e);
        }
        var unused = asked.whenComplete((answer, failure) -> {
            underWay.remove(question, mine);
            if (failure != null) {
                mine.completeExceptionally(failure);
                return;
            }
            try {
                learn(question.mailbox(), question.sizeBytes(), answer);
            } finally {
                mine.complete(answer);
            }
        });
    }

    private void learn(String mailbox, long sizeBytes, QuotaResult answer) {
        try {
            executor.execute(() -> room.learn(mailbox, sizeBytes, answer));
        } catch (RejectedExecutionException e) {
            // The next question is put to the host.
        }
    }
}
