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
 * All that belongs to one mail host's quota-status: a few kept connections and the line of questions that wait for one;
 * {@link HostAvailability} knows how the host does.
 *
 * <p>Connections are opened when they are needed, the one used last is used next, and those unused for long are closed.
 * A question on a kept connection that ends (a reload of Dovecot closes them all) is asked once more on another.
 *
 * <p>Each question records just one success or failure with the breaker, which counts failures in a row. A host that
 * answers, whatever it says about the mailbox, has not failed.
 *
 * <p>Safe for use by many threads. The lock is held for a few instructions, never while a question is answered or a
 * connection called.
 */
final class ConnectionPool {
    /** How long a lost host that nobody asks about is remembered, so that its return is told. */
    private static final Duration LOST_KEPT = Duration.ofHours(1);

    /** Weight of the newest answer in the mean of their times: some ten answers make a new mean. */
    private static final int NEWEST = 8;

    private final QuotaHost host;
    private final QuotaConfig config;
    private final AsynchronousChannelGroup group;
    private final Function<String, Optional<String>> literals;
    private final HostMetrics metrics;
    private final LongSupplier nanoTime;
    private final HostAvailability standing;

    /** What the pool knows of a connection; guarded by the pool's lock. */
    private static final class Use {
        /** Questions under way on it. */
        private int load = 1;

        /** Whether it has answered yet: before, nothing follows the first question. */
        private boolean answered;

        /** When it was last used, on the nano clock; of an idle one. */
        private long lastNanos;
    }

    /** All open or opening connections. */
    @GuardedBy("this")
    private final Map<QuotaConnection, Use> connections = new HashMap<>();

    /** The idle ones, the last used first. */
    @GuardedBy("this")
    private final Deque<QuotaConnection> idle = new ArrayDeque<>();

    @GuardedBy("this")
    private final FairQueue waiting;

    /** Mean time of the last answers, in nanoseconds; 0 before the first. */
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
        this.standing = new HostAvailability(host.name(), peer(), config);
    }

    /** The mail host's name in the directory. */
    String name() {
        return host.name();
    }

    /** Where it is asked, as {@code address:port}. */
    String peer() {
        return host.address() + ":" + host.port();
    }

    /** Connections open or opening. */
    synchronized int openConnections() {
        return connections.size();
    }

    /** Connections with a question under way, or opening for one. */
    synchronized int busyConnections() {
        return connections.size() - idle.size();
    }

    /** Questions in the line. */
    synchronized int waitingQuestions() {
        return waiting.size();
    }

    /** See {@link HostAvailability#breakerState}. */
    int breakerState() {
        return standing.breakerState();
    }

    /**
     * Takes a question over: it is answered now or later.
     *
     * @return false if this pool is retired and the question still the caller's
     */
    boolean ask(QuotaRequest question) {
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
            } else if (mustWait && (!waiting.takes(question.client()) || isHopeless(question.client()))) {
                refusal = QuotaFailure.BUSY;
            } else if (!standing.mayAsk()) {
                refusal = QuotaFailure.BREAKER_OPEN;
            } else {
                free = idle.isEmpty() ? busy : idle.removeFirst();
                if (free == null) {
                    givenUp = mustWait ? waiting.makeRoom() : null;
                    waiting.add(question);
                } else {
                    use(free).load++;
                }
            }
        }
        if (givenUp != null) {
            standing.turnedAway(QuotaFailure.BUSY);
            complete(givenUp, new QuotaResult.Unavailable(QuotaFailure.BUSY));
        }
        if (refusal != null) {
            // It was never put to the host, so the breaker has no part in it.
            standing.turnedAway(refusal);
            complete(question, new QuotaResult.Unavailable(refusal));
        } else if (free != null) {
            question.sent(nanoTime.getAsLong());
            free.ask(question);
        } else {
            connectForWaiting();
        }
        return true;
    }

    /** A connection has the answer to its question, and room for the next. */
    void answered(QuotaConnection connection, QuotaRequest question, QuotaResult answer) {
        QuotaRequest next = null;
        boolean lineEmpty = false;
        synchronized (this) {
            long took = question.sinceSent(nanoTime.getAsLong());
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
            connection.ask(next); // before the answer goes out: the line has waited longer
        }
        if (lineEmpty) {
            standing.keepsUp();
        }
        standing.answered();
        complete(question, answer);
    }

    /**
     * A connection has ended, perhaps with questions on it; may be told more than once.
     *
     * @param questions those without an answer, the oldest first; the failure is the first one's, and theirs who are
     *     too late
     */
    void lost(QuotaConnection connection, List<QuotaRequest> questions, QuotaFailure failure, String detail) {
        List<QuotaRequest> failed = new ArrayList<>(1);
        synchronized (this) {
            connections.remove(connection);
            idle.remove(connection);
            long now = nanoTime.getAsLong();
            Deque<QuotaRequest> again = new ArrayDeque<>(1);
            for (QuotaRequest question : questions) {
                boolean blameless =
                        connection.isKept() && (failure == QuotaFailure.CLOSED || question != questions.get(0));
                if (blameless && !retired && !question.isLate(now) && question.takeSecondTry()) {
                    again.addFirst(question);
                } else {
                    failed.add(question);
                }
            }
            again.forEach(waiting::addFirst);
        }
        failed.forEach(question -> fail(question, failure, detail));
        connectForWaiting();
    }

    /**
     * Ends what has waited too long; called every few hundredths of a second.
     *
     * @return whether nothing is left here and nobody has asked for long: the pool is retired and to be dropped
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
        late.forEach(question -> fail(question, QuotaFailure.TIMEOUT, tooLong));
        unused.forEach(connection -> connection.close(QuotaFailure.CLOSED, "unused"));
        synchronized (this) {
            retired |= connections.isEmpty()
                    && waiting.isEmpty()
                    && isOver(usedNanos, standing.isLost() ? LOST_KEPT : config.idle(), now);
            return retired;
        }
    }

    /** Closes all connections and answers all questions as not served; none is taken afterwards. */
    void retire() {
        List<QuotaRequest> unanswered;
        List<QuotaConnection> open;
        synchronized (this) {
            retired = true;
            standing.retire();
            unanswered = waiting.removeAll();
            open = List.copyOf(connections.keySet());
        }
        unanswered.forEach(question -> complete(question, new QuotaResult.Unavailable(QuotaFailure.NOT_SERVED)));
        open.forEach(connection -> connection.close(QuotaFailure.NOT_SERVED, "Sekisho stops"));
    }

    @GuardedBy("this")
    private Use use(QuotaConnection connection) {
        return Objects.requireNonNull(connections.get(connection));
    }

    /** The busy connection with the fewest questions that takes one more; only when no further may be opened. */
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

    /** Whether so many are ahead, at the pace of the last answers, that a further question would be too late. */
    @GuardedBy("this")
    private boolean isHopeless(String client) {
        return (waiting.ahead(client) + 1L) * (meanNanos / config.connectionsPerHost())
                > config.timeout().toNanos();
    }

    /** Opens connections for the line as far as the bound permits. */
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

    private void fail(QuotaRequest question, QuotaFailure failure, String detail) {
        List<QuotaRequest> hopeless = List.of();
        if (standing.failed(detail)) {
            synchronized (this) {
                hopeless = waiting.removeAll();
            }
        }
        complete(question, new QuotaResult.Unavailable(failure));
        hopeless.forEach(each -> complete(each, new QuotaResult.Unavailable(QuotaFailure.BREAKER_OPEN)));
    }

    private void complete(QuotaRequest question, QuotaResult answer) {
        metrics.count(name(), answer.metricLabel());
        question.answer().complete(answer);
    }

    private static boolean isOver(long sinceNanos, Duration time, long nowNanos) {
        return nowNanos - sinceNanos >= time.toNanos();
    }
}
