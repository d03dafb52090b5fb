// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.quota.QuotaConfig;
import dev.sekisho.quota.QuotaMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The client of the mail hosts' quota-status services.
 *
 * <p>Each mail host, by address and port, has a {@link ConnectionPool}, made at its first request and removed when it
 * is unused for long. All share one channel group with two threads of the container, which only move bytes and complete
 * answers, so a slow host takes nothing from the others.
 *
 * <p>For a host with several addresses the first that answers counts, within one time limit.
 *
 * <p>{@link #sweep()} enforces time limits; the owner calls it every {@link #SWEEP_MILLIS}. It is cheaper than a timer
 * for each request, and late by that much at most. Only {@link #close()} blocks.
 */
public final class QuotaStatusClient implements QuotaStatus, AutoCloseable {
    /** Time between sweeps in milliseconds: a fortieth of the default time limit. */
    public static final int SWEEP_MILLIS = 50;

    /**
     * The most mail hosts with a pool; far more than a hosting company runs. It bounds the cost of a broken directory.
     */
    static final int MAX_HOSTS = 1000;

    /** Threads of the channel group: one suffices for 10,000 requests a second, the other covers its pauses. */
    private static final int IO_THREADS = 2;

    /** Time limit for the end of the threads in seconds; they wait for nothing. */
    private static final int CLOSE_SECONDS = 2;

    private record Peer(String address, int port) {}

    /** The mailbox and message of a request, and the client of the mail. */
    private record Subject(String mailbox, long sizeBytes, String client) {}

    private final QuotaConfig config;
    private final Function<String, Optional<String>> literals;
    private final HostMetrics metrics;
    private final LongSupplier nanoTime;
    private final AsynchronousChannelGroup group;
    private final Map<Peer, ConnectionPool> pools = new ConcurrentHashMap<>();
    private final AtomicBoolean crowded = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * Starts the channel group.
     *
     * @param threads makes its threads
     * @param literals the literal IP address of a host name, or empty until it is resolved; must not block
     * @param nanoTime {@link System#nanoTime()}, or a test's clock
     * @throws UncheckedIOException if the system has no descriptors left
     */
    public QuotaStatusClient(
            QuotaConfig config,
            ThreadFactory threads,
            Function<String, Optional<String>> literals,
            HostMetrics metrics,
            LongSupplier nanoTime) {
        this.config = config;
        this.literals = literals;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        try {
            this.group = AsynchronousChannelGroup.withFixedThreadPool(IO_THREADS, threads);
        } catch (IOException e) {
            throw new UncheckedIOException("The quota proxy cannot make its channel group", e);
        }
    }

    @Override
    public CompletionStage<QuotaResult> request(QuotaHost host, String mailbox, long sizeBytes, String client) {
        long begin = nanoTime.getAsLong();
        long deadline = begin + config.timeout().toNanos();
        Subject subject = new Subject(mailbox, sizeBytes, client);
        CompletionStage<QuotaResult> answer = host.addresses().size() == 1
                ? requestFrom(host, subject, deadline)
                : requestInTurn(inOrder(host), subject, deadline);
        answer.thenRun(() -> metrics.took(host.name(), nanoTime.getAsLong() - begin));
        return answer;
    }

    /** The host at each of its addresses, those with an open breaker last. */
    private List<QuotaHost> inOrder(QuotaHost host) {
        List<QuotaHost> available = new ArrayList<>();
        List<QuotaHost> unavailable = new ArrayList<>();
        for (String address : host.addresses()) {
            ConnectionPool pool = pools.get(new Peer(address, host.port()));
            (pool == null || pool.breakerState() != HostAvailability.OPEN ? available : unavailable)
                    .add(host.at(address));
        }
        available.addAll(unavailable);
        return available;
    }

    /** Uses the first address, and the others if it does not answer; each gets its share of the remaining time. */
    private CompletionStage<QuotaResult> requestInTurn(List<QuotaHost> hosts, Subject subject, long deadline) {
        long now = nanoTime.getAsLong();
        CompletionStage<QuotaResult> first = requestFrom(hosts.get(0), subject, now + (deadline - now) / hosts.size());
        if (hosts.size() == 1) {
            return first;
        }
        return first.thenCompose(answer -> answer instanceof QuotaResult.Unavailable
                ? requestInTurn(hosts.subList(1, hosts.size()), subject, deadline)
                : CompletableFuture.completedFuture(answer));
    }

    private CompletionStage<QuotaResult> requestFrom(QuotaHost host, Subject subject, long deadline) {
        Optional<QuotaRequest> request =
                QuotaRequest.about(subject.mailbox(), subject.sizeBytes(), subject.client(), deadline);
        if (request.isEmpty()) {
            return unavailable(host, QuotaFailure.INVALID_MAILBOX);
        }
        while (!closed) {
            ConnectionPool pool = pool(host);
            if (pool == null) {
                return unavailable(host, QuotaFailure.NOT_SERVED);
            }
            if (pool.submit(request.get())) {
                return request.get().answer();
            }
            // It was retired a moment ago; the next turn makes its successor.
            pools.remove(new Peer(host.address(), host.port()), pool);
        }
        return unavailable(host, QuotaFailure.NOT_SERVED);
    }

    /** Ends requests that have waited too long, and removes hosts that are unused for long. */
    public void sweep() {
        pools.forEach((peer, pool) -> {
            if (pool.sweep()) {
                pools.remove(peer, pool);
                metrics.forget(pool);
            }
        });
        if (pools.size() < MAX_HOSTS) {
            crowded.set(false);
        }
    }

    /** Answers all requests as not served, closes all connections and ends the threads. */
    @Override
    public void close() {
        closed = true;
        pools.values().forEach(pool -> {
            pool.retire();
            metrics.forget(pool);
        });
        pools.clear();
        try {
            group.shutdownNow();
            group.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException("The quota proxy cannot close its channel group", e);
        } catch (InterruptedException e) {
            // The stop is interrupted; the threads end on their own.
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable ConnectionPool pool(QuotaHost host) {
        Peer peer = new Peer(host.address(), host.port());
        ConnectionPool pool = pools.get(peer);
        if (pool != null) {
            return pool;
        }
        // Concurrent requests may exceed the bound by a few.
        if (pools.size() >= MAX_HOSTS) {
            if (crowded.compareAndSet(false, true)) {
                QuotaMessages.tooManyHosts(MAX_HOSTS);
            }
            return null;
        }
        return pools.computeIfAbsent(peer, absent -> {
            ConnectionPool made = new ConnectionPool(host, config, group, literals, metrics, nanoTime);
            metrics.watch(made);
            return made;
        });
    }

    private CompletionStage<QuotaResult> unavailable(QuotaHost host, QuotaFailure failure) {
        QuotaResult answer = new QuotaResult.Unavailable(failure);
        metrics.count(host.name(), answer.metricLabel());
        return CompletableFuture.completedFuture(answer);
    }
}
