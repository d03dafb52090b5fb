// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.net.IpLiteral;
import dev.sekisho.quota.QuotaConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ShutdownChannelGroupException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one mail host's quota-status, and the queue of requests that wait for one;
 * {@link HostAvailability} has the circuit breaker.
 *
 * <p>Connections are opened on demand, the last used is used next, and idle ones are closed. A request on a kept
 * connection that ends (a reload of Dovecot closes all) is sent once more on another.
 *
 * <p>Each request records one success or failure with the breaker, which counts failures in a row. Any answer of the
 * host is a success.
 *
 * <p>The lock is held for a few instructions, never while a request is answered or a connection is called.
 */
final class ConnectionPool {
    /** How long a failed host without requests is remembered, so that its return is logged. */
    private static final Duration LOST_KEPT = Duration.ofHours(1);

    /** The weight of the newest answer in the mean time: about ten answers make a new mean. */
    private static final int NEWEST = 8;

    private final QuotaHost host;
    private final QuotaConfig config;
    private final AsynchronousChannelGroup group;
    private final Function<String, Optional<String>> literals;
    private final HostMetrics metrics;
    private final LongSupplier nanoTime;
    private final HostAvailability availability;

    /** The pool's state of a connection; guarded by the pool's lock. */
    private static final class Use {
        /** Requests under way on it. */
        private int load = 1;

        /** Whether it has answered: before, it takes no second request. */
        private boolean answered;

        /** When an idle connection was last used, on the nano clock. */
        private long lastNanos;
    }

    /** All open or opening connections. */
    @GuardedBy("this")
    private final Map<QuotaConnection, Use> connections = new HashMap<>();

    /** Idle connections, the last used first. */
    @GuardedBy("this")
    private final Deque<QuotaConnection> idle = new ArrayDeque<>();

    @GuardedBy("this")
    private final FairQueue waiting;

    /** The mean time of the last answers in nanoseconds; 0 before the first. */
    @GuardedBy("this")
    private long meanNanos;

    @GuardedBy("this")
    private long usedNanos;

    @GuardedBy("this")
    private boolean retired;

    ConnectionPool(
            QuotaHost host,
            QuotaConfig config,
            AsynchronousChannelGroup group,
            Function<String, Optional<String>> literals,
            HostMetrics metrics,
            LongSupplier nanoTime) {
        this.host = host;
        this.config = config;
        this.group = group;
        this.literals = literals;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.usedNanos = nanoTime.getAsLong();
        this.waiting = new FairQueue(config.waitingPerHost());
        this.availability = new HostAvailability(host.name(), peer(), config);
    }

    /** The mail host's name in the directory. */
    String name() {
        return host.name();
    }

    /** Its peer as {@code address:port}. */
    String peer() {
        return host.address() + ":" + host.port();
    }

    /** The number of connections, open or opening. */
    synchronized int openConnections() {
        return connections.size();
    }

    /** The number of connections with a request under way, or opening for one. */
    synchronized int busyConnections() {
        return connections.size() - idle.size();
    }

    /** The number of waiting requests. */
    synchronized int waitingRequests() {
        return waiting.size();
    }

    /** See {@link HostAvailability#breakerState}. */
    int breakerState() {
        return availability.breakerState();
    }

    /**
     * Accepts a request, which is answered now or later.
     *
     * @return false if this pool is retired; the request then remains with the caller
     */
    boolean submit(QuotaRequest request) {
        boolean resolved = literals.apply(host.address()).isPresent();
        QuotaFailure refusal = null;
        QuotaConnection free = null;
        QuotaRequest givenUp = null;
        synchronized (this) {
            if (retired) {
                return false;
            }
            usedNanos = nanoTime.getAsLong();
            QuotaConnection busy = idle.isEmpty() ? pipelined() : null;
            boolean mustWait = busy == null && idle.isEmpty() && connections.size() >= config.connectionsPerHost();
            if (!resolved) {
                refusal = QuotaFailure.UNRESOLVED;
            } else if (mustWait && (!waiting.takes(request.client()) || isHopeless(request.client()))) {
                refusal = QuotaFailure.BUSY;
            } else if (!availability.permitsRequest()) {
                refusal = QuotaFailure.BREAKER_OPEN;
            } else {
                free = idle.isEmpty() ? busy : idle.removeFirst();
                if (free == null) {
                    givenUp = mustWait ? waiting.makeRoom() : null;
                    waiting.add(request);
                } else {
                    use(free).load++;
                }
            }
        }
        if (givenUp != null) {
            availability.turnedAway(QuotaFailure.BUSY);
            complete(givenUp, new QuotaResult.Unavailable(QuotaFailure.BUSY));
        }
        if (refusal != null) {
            // The request was not sent, so the breaker does not count it.
            availability.turnedAway(refusal);
            complete(request, new QuotaResult.Unavailable(refusal));
        } else if (free != null) {
            request.sent(nanoTime.getAsLong());
            free.send(request);
        } else {
            connectForWaiting();
        }
        return true;
    }

    /** A connection has the answer to its request, and room for the next. */
    void answered(QuotaConnection connection, QuotaRequest request, QuotaResult answer) {
        QuotaRequest next = null;
        boolean lineEmpty = false;
        synchronized (this) {
            long took = request.sinceSent(nanoTime.getAsLong());
            meanNanos = meanNanos == 0 ? took : meanNanos + (took - meanNanos) / NEWEST;
            Use use = connections.get(connection);
            if (use != null) {
                use.answered = true;
                next = waiting.poll();
                if (next == null) {
                    use.load--;
                    lineEmpty = true;
                }
                if (use.load == 0) {
                    use.lastNanos = nanoTime.getAsLong();
                    idle.addFirst(connection);
                }
            }
        }
        if (next != null) {
            next.sent(nanoTime.getAsLong());
            connection.send(next); // before the answer goes out: the queue has waited longer
        }
        if (lineEmpty) {
            availability.keepsUp();
        }
        availability.answered();
        complete(request, answer);
    }

    /**
     * A connection has ended, perhaps with requests on it; may be called more than once.
     *
     * @param requests the unanswered requests, oldest first; the failure applies to the first, and to those that are
     *     too late
     */
    void lost(QuotaConnection connection, List<QuotaRequest> requests, QuotaFailure failure, String detail) {
        List<QuotaRequest> failed = new ArrayList<>(1);
        synchronized (this) {
            connections.remove(connection);
            idle.remove(connection);
            long now = nanoTime.getAsLong();
            Deque<QuotaRequest> again = new ArrayDeque<>(1);
            for (QuotaRequest request : requests) {
                boolean blameless =
                        connection.isKept() && (failure == QuotaFailure.CLOSED || request != requests.get(0));
                if (blameless && !retired && !request.isLate(now) && request.takeSecondTry()) {
                    again.addFirst(request);
                } else {
                    failed.add(request);
                }
            }
            again.forEach(waiting::addFirst);
        }
        failed.forEach(request -> fail(request, failure, detail));
        connectForWaiting();
    }

    /**
     * Ends requests that have waited too long; called every few hundredths of a second.
     *
     * @return whether the pool is empty and was unused for long: it is retired and must be removed
     */
    boolean sweep() {
        long now = nanoTime.getAsLong();
        List<QuotaRequest> late;
        List<QuotaConnection> unused = new ArrayList<>();
        List<QuotaConnection> busy;
        synchronized (this) {
            late = waiting.removeLate(now);
            while (!idle.isEmpty() && isOver(use(idle.getLast()).lastNanos, config.idle(), now)) {
                unused.add(idle.removeLast());
            }
            busy = List.copyOf(connections.keySet());
        }
        String tooLong = "no answer within " + config.timeout().toMillis() + " ms";
        busy.forEach(connection -> connection.closeIfLate(now, tooLong));
        late.forEach(request -> fail(request, QuotaFailure.TIMEOUT, tooLong));
        unused.forEach(connection -> connection.close(QuotaFailure.CLOSED, "unused"));
        synchronized (this) {
            retired |= connections.isEmpty()
                    && waiting.isEmpty()
                    && isOver(usedNanos, availability.isLost() ? LOST_KEPT : config.idle(), now);
            return retired;
        }
    }

    /** Closes all connections and answers all requests as not served; none is accepted afterwards. */
    void retire() {
        List<QuotaRequest> unanswered;
        List<QuotaConnection> open;
        synchronized (this) {
            retired = true;
            availability.retire();
            unanswered = waiting.removeAll();
            open = List.copyOf(connections.keySet());
        }
        unanswered.forEach(request -> complete(request, new QuotaResult.Unavailable(QuotaFailure.NOT_SERVED)));
        open.forEach(connection -> connection.close(QuotaFailure.NOT_SERVED, "Sekisho stops"));
    }

    @GuardedBy("this")
    private Use use(QuotaConnection connection) {
        return Objects.requireNonNull(connections.get(connection));
    }

    /** The busy connection with the fewest requests that takes one more, if no further connection may be opened. */
    @GuardedBy("this")
    private @Nullable QuotaConnection pipelined() {
        if (config.pipelining() == 1 || connections.size() < config.connectionsPerHost() || !waiting.isEmpty()) {
            return null;
        }
        QuotaConnection least = null;
        for (QuotaConnection each : connections.keySet()) {
            Use use = use(each);
            if (use.answered && use.load < config.pipelining() && (least == null || use.load < use(least).load)) {
                least = each;
            }
        }
        return least;
    }

    /** Whether the queue is so long that, at the pace of the last answers, a further request would be too late. */
    @GuardedBy("this")
    private boolean isHopeless(String client) {
        return (waiting.ahead(client) + 1L) * (meanNanos / config.connectionsPerHost())
                > config.timeout().toNanos();
    }

    /** Opens connections for the queue within the bound. */
    private void connectForWaiting() {
        while (true) {
            QuotaRequest first;
            QuotaConnection connection = null;
            Optional<InetSocketAddress> target = Optional.empty();
            String problem = "its name has no address";
            synchronized (this) {
                QuotaRequest next = connections.size() >= config.connectionsPerHost() ? null : waiting.poll();
                if (next == null) {
                    return;
                }
                first = next;
                try {
                    target = target();
                    if (target.isPresent()) {
                        connection = new QuotaConnection(AsynchronousSocketChannel.open(group), this);
                        connections.put(connection, new Use());
                    }
                } catch (IOException | ShutdownChannelGroupException e) {
                    problem = "no socket: " + e.getMessage();
                }
            }
            if (connection != null && target.isPresent()) {
                first.sent(nanoTime.getAsLong());
                connection.connect(target.get(), first);
            } else {
                fail(first, QuotaFailure.UNREACHABLE, problem);
            }
        }
    }

    private Optional<InetSocketAddress> target() {
        return literals.apply(host.address())
                .flatMap(IpLiteral::address)
                .map(address -> new InetSocketAddress(address, host.port()));
    }

    private void fail(QuotaRequest request, QuotaFailure failure, String detail) {
        List<QuotaRequest> hopeless = List.of();
        if (availability.failed(detail)) {
            synchronized (this) {
                hopeless = waiting.removeAll();
            }
        }
        complete(request, new QuotaResult.Unavailable(failure));
        hopeless.forEach(each -> complete(each, new QuotaResult.Unavailable(QuotaFailure.BREAKER_OPEN)));
    }

    private void complete(QuotaRequest request, QuotaResult answer) {
        metrics.count(name(), answer.metricLabel());
        request.answer().complete(answer);
    }

    private static boolean isOver(long sinceNanos, Duration time, long nowNanos) {
        return nowNanos - sinceNanos >= time.toNanos();
    }
}
