// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import dev.sekisho.login.LoginMessages;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs costly work on a few threads of the container, with two bounded queues: for clients from networks that the
 * account knows, and for others.
 *
 * <p>Known clients go first, but one other client follows three of them, and in each queue clients take turns
 * ({@link FairQueue}). So neither an attacker nor a flood of unknown users excludes known clients. Existing and unknown
 * logins share a queue: separate ones would reveal which exist. Never blocks; the lock is held to move a reference
 * only.
 */
public final class VerificationPool {
    /** After so many known clients in a row another client follows: they are slowed, not excluded. */
    private static final int KNOWN_IN_A_ROW = 3;

    /**
     * The client of a check.
     *
     * @param client the address of the client, IPv6 by its /64
     * @param known whether the account knows its network
     */
    public record Place(String client, boolean known) {}

    /** One check: its work, and what to do if it has to leave the queue. */
    private record Task(Runnable work, Runnable refused) {}

    private final Executor executor;
    private final int threads;
    private final int line;
    private final FairQueue<Task> known;
    private final FairQueue<Task> strangers;
    private final AtomicLong refused = new AtomicLong();
    private int running;
    private int knownInARow;
    private boolean full;

    public VerificationPool(Executor executor, int threads, int line) {
        this.executor = executor;
        this.threads = threads;
        this.line = line;
        this.known = new FairQueue<>(line);
        this.strangers = new FairQueue<>(line);
    }

    /**
     * The result of {@code work} when it has run; empty if the queue is full, and nothing runs. It fails with
     * {@link VerificationRefusedException} if it has to leave its place to another client.
     */
    <T> Optional<CompletableFuture<T>> submit(Place place, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Task task = new Task(
                () -> {
                    try {
                        result.complete(work.get());
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                },
                () -> result.completeExceptionally(new VerificationRefusedException()));
        boolean start;
        Optional<Task> leaves = Optional.empty();
        synchronized (this) {
            start = running < threads;
            if (start) {
                running++;
                // Not sooner: in a flood each ending check makes room for one more, and for one more message.
                full = false;
            } else {
                leaves = (place.known ? known : strangers).add(place.client, task);
                if (leaves.isPresent()) {
                    refuse();
                }
            }
        }
        if (leaves.isPresent() && leaves.get().equals(task)) {
            return Optional.empty();
        }
        // Outside the lock: it answers the other client.
        leaves.ifPresent(other -> other.refused.run());
        return start && !started(task) ? Optional.empty() : Optional.of(result);
    }

    private boolean started(Task task) {
        try {
            executor.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                running--;
                refuse();
            }
            return false;
        }
    }

    private void run(Task first) {
        @Nullable Task task = first;
        while (task != null) {
            task.work.run();
            synchronized (this) {
                task = next();
                if (task == null) {
                    running--;
                }
            }
        }
    }

    /** Under the lock. */
    private @Nullable Task next() {
        boolean turnOfStrangers = knownInARow >= KNOWN_IN_A_ROW && strangers.size() > 0;
        if (known.size() > 0 && !turnOfStrangers) {
            knownInARow++;
            return known.poll();
        }
        knownInARow = 0;
        return strangers.poll();
    }

    /** Called under the lock. Counts every refusal; logs only the first until a check starts without waiting. */
    private void refuse() {
        refused.incrementAndGet();
        if (!full) {
            full = true;
            LoginMessages.verificationLineFull(threads, line);
        }
    }

    /** Checks under way and in the queues. */
    public synchronized int pending() {
        return running + known.size() + strangers.size();
    }

    /** Checks without a place, or that lost it, since the start. */
    public long refused() {
        return refused.get();
    }
}
