// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.account.QuotaHost;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Spares mail hosts questions: one that is under way is not put a second time, and one that a verdict of the last seconds
 * answers is not put at all.
 *
 * <p>Safe for use by many threads.
 */
final class AskedOnce implements QuotaStatus {
    private record Question(QuotaHost host, String mailbox, long sizeBytes) {}

    private final QuotaStatus hosts;
    private final RoomMemory room;
    private final HostMeters meters;
    private final Map<Question, CompletableFuture<QuotaAnswer>> underWay = new ConcurrentHashMap<>();

    AskedOnce(QuotaStatus hosts, RoomMemory room, HostMeters meters) {
        this.hosts = hosts;
        this.room = room;
        this.meters = meters;
    }

    @Override
    public CompletionStage<QuotaAnswer> ask(QuotaHost host, String mailbox, long sizeBytes) {
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
        hosts.ask(host, mailbox, sizeBytes).thenAccept(answer -> {
            room.learn(mailbox, sizeBytes, answer);
            underWay.remove(question, mine);
            mine.complete(answer);
        });
        return mine;
    }
}
