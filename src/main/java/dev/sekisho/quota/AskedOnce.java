// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.account.QuotaHost;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Spares mail hosts questions: one that is under way is not put a second time, and one that a verdict of the last seconds
 * answers is not put at all.
 *
 * <p>Safe for use by many threads.
 */
final class AskedOnce implements QuotaStatus {
    /** Whoever wants to know how much is in a mailbox that was asked about; returns at once. */
    @FunctionalInterface
    interface Usages {
        void refresh(QuotaHost host, String mailbox);
    }

    private record Question(QuotaHost host, String mailbox, long sizeBytes) {}

    private final QuotaStatus hosts;
    private final RoomMemory room;
    private final Usages usages;
    private final HostMeters meters;
    private final Executor executor;
    private final Map<Question, CompletableFuture<QuotaAnswer>> underWay = new ConcurrentHashMap<>();

    /** @param executor where {@code room} may be used */
    AskedOnce(QuotaStatus hosts, RoomMemory room, Executor executor, Usages usages, HostMeters meters) {
        this.hosts = hosts;
        this.room = room;
        this.executor = executor;
        this.usages = usages;
        this.meters = meters;
    }

    @Override
    public CompletionStage<QuotaAnswer> ask(QuotaHost host, String mailbox, long sizeBytes, String client) {
        Optional<QuotaAnswer> known = room.verdict(mailbox, sizeBytes);
        if (known.isPresent()) {
            meters.count(host.name(), "cached");
            return CompletableFuture.completedFuture(known.get());
        }
        Question question = new Question(host, mailbox, sizeBytes);
        CompletableFuture<QuotaAnswer> mine = new CompletableFuture<>();
        CompletableFuture<QuotaAnswer> others = underWay.putIfAbsent(question, mine);
        if (others != null) {
            meters.count(host.name(), "shared");
            return others;
        }
        put(question, client, mine);
        usages.refresh(host, mailbox);
        return mine;
    }

    /** Puts a question to its host. It does not stay under way, whatever happens: all later ones would wait for it. */
    private void put(Question question, String client, CompletableFuture<QuotaAnswer> mine) {
        CompletionStage<QuotaAnswer> asked;
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

    private void learn(String mailbox, long sizeBytes, QuotaAnswer answer) {
        try {
            executor.execute(() -> room.learn(mailbox, sizeBytes, answer));
        } catch (RejectedExecutionException e) {
            // The next question is put to the host.
        }
    }
}
