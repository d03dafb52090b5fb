// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import dev.sekisho.policy.PolicyRequest;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that serves a share of the connections: it waits for sockets, runs posted tasks, and checks deadlines.
 *
 * <p>It is a long-running {@link Work} of the container (Connectors 2.1, 10). The state of its connections belongs to
 * its thread; other threads access them through {@link #post} only.
 *
 * <p>{@link #post}, {@link #requestStop}, {@link #awaitEnd} and {@link #hasFailed} are safe for use by any thread; all
 * other methods belong to the loop's thread.
 */
final class SelectorLoop implements Work {

    /** Handles the events of a socket. */
    interface Handler {
        /** Handles readiness for an operation in the key's interest set. */
        void onReady();

        /** Checks deadlines. */
        void onSweep(long now);

        /** Handles an unexpected exception: closes the socket. */
        void onFailure(Throwable failure);

        /** Starts to drain: closes the socket at once if no request is pending. */
        void onDrain();

        /** Closes the socket at the end of the loop. */
        void close();
    }

    private enum State {
        NEW,
        RUNNING,
        ENDED
    }

    /** The longest reply has 521 bytes. */
    private static final int WRITE_BUFFER_BYTES = 1024;

    /** Interval at which a draining loop checks whether it is done. */
    private static final long DRAIN_TURN_MILLIS = 10;

    private final ListenerContext context;
    private final BeanEndpoint endpoint;
    private final RequestBatch batch;
    private final Selector selector;
    private final PeerShares shares;
    private final Consumer<SelectionKey> dispatch = this::dispatch;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** Whether the selector was woken since the tasks last ran, so that one wake-up serves many tasks. */
    private final AtomicBoolean woken = new AtomicBoolean();

    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ByteBuffer readBuffer;
    private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(WRITE_BUFFER_BYTES);
    private volatile @Nullable Thread thread;
    private volatile boolean failed;
    private @Nullable Acceptor acceptor;
    private int connections;
    private long lastSweep;
    private boolean draining;
    private long drainDeadline;

    SelectorLoop(ListenerContext context, MessageEndpointFactory factory) throws IOException {
        this.context = context;
        this.endpoint = new BeanEndpoint(factory);
        this.batch = new RequestBatch(endpoint);
        this.readBuffer = ByteBuffer.allocate(context.spec().getMaxRequestBytes());
        this.shares = PeerShares.ofLoop(context.spec());
        this.selector = Selector.open();
    }

    /** Adds the acceptor to this loop, before it runs. */
    void host(Acceptor newAcceptor) {
        acceptor = newAcceptor;
    }

    @Override
    public void run() {
        if (!state.compareAndSet(State.NEW, State.RUNNING)) {
            return;
        }
        thread = Thread.currentThread();
        try {
            sweep(context.now());
            while (!isDone()) {
                turn();
            }
        } catch (IOException | RuntimeException | Error e) {
            failed = true;
            ConnectorMessages.loopFailed(context.spec().getName(), e);
        } finally {
            end();
        }
    }

    private void turn() throws IOException {
        selector.select(dispatch, draining ? DRAIN_TURN_MILLIS : context.sweepMillis());
        batch.deliver();
        // An interrupt left by a bean or by an executor that shuts down would close the channels used next. The
        // container stops a loop by release() and by deactivation.
        boolean unused = Thread.interrupted();
        // In this order: a task posted after the flag is cleared wakes the selector again, one posted before runs now.
        woken.set(false);
        runTasks();
        batch.deliver();
        long now = context.now();
        if (now - lastSweep >= TimeUnit.MILLISECONDS.toNanos(context.sweepMillis())) {
            sweep(now);
        }
    }

    private void dispatch(SelectionKey key) {
        Handler handler = (Handler) key.attachment();
        try {
            handler.onReady();
        } catch (RuntimeException | Error e) {
            // A failure of one connection must not end the others.
            handler.onFailure(e);
        }
        if (batch.isFull()) {
            batch.deliver();
        }
    }

    /** Adds a request to those that the bean decides at the end of this pass. */
    void deliver(PolicyConnection connection, PolicyRequest request) {
        batch.add(connection, request);
    }

    private void runTasks() {
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }

    private void sweep(long now) {
        lastSweep = now;
        if (acceptor != null) {
            acceptor.onSweep(now);
        }
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof PolicyConnection connection) {
                connection.onSweep(now);
            }
        }
    }

    /**
     * Runs a task on the loop's thread, soon. A task must not throw.
     *
     * @return false if the loop has ended and will not run the task
     */
    boolean post(Runnable task) {
        tasks.add(task);
        if (state.get() == State.ENDED) {
            // Either it is removed here, or the ending loop has run it.
            return !tasks.remove(task);
        }
        if (Thread.currentThread() != thread && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
        return true;
    }

    /** Takes over a new connection; closes it if the peer's share is used up or the loop is about to end. */
    void adopt(SocketChannel channel, String address, String peer) {
        PolicyConnection connection = new PolicyConnection(this, context, channel, address, peer);
        connections++;
        shares.opened(peer);
        if (shares.isExceeded(peer) && !evictIdlest(peer)) {
            connection.refuse();
        } else if (draining || state.get() == State.ENDED) {
            connection.close();
        } else {
            try {
                connection.register(selector);
            } catch (IOException e) {
                connection.close(); // The peer has disconnected already.
            }
        }
    }

    /**
     * Closes the longest idle connection of this peer; Postfix silently reconnects when it needs it again. Each loop
     * limits its own connections, which are distributed round-robin.
     *
     * @return whether there was an idle one
     */
    private boolean evictIdlest(String peer) {
        PolicyConnection idlest = null;
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof PolicyConnection each
                    && each.isIdleOf(peer)
                    && (idlest == null || each.isIdleLongerThan(idlest))) {
                idlest = each;
            }
        }
        if (idlest == null) {
            return false;
        }
        idlest.evict();
        return true;
    }

    /** Counts a closed connection of {@code peer}. */
    void connectionClosed(String peer) {
        connections--;
        shares.closed(peer);
        context.counters().openConnections.decrementAndGet();
    }

    /** The loop's endpoint. */
    BeanEndpoint endpoint() {
        return endpoint;
    }

    /** An empty buffer of {@code maxRequestBytes} for one event; array-backed for the decoder. */
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    /** An empty buffer for one reply; direct, so that the channel does not copy it. */
    ByteBuffer writeBuffer() {
        return writeBuffer.clear();
    }

    Selector selector() {
        return selector;
    }

    /** Whether the loop ends as soon as pending requests are answered. */
    boolean isDraining() {
        return draining;
    }

    /** Whether an exception ended the loop. */
    boolean hasFailed() {
        return failed;
    }

    /** Called by the container to end the Work. */
    @Override
    public void release() {
        requestStop();
    }

    /** Starts to drain; returns at once. */
    void requestStop() {
        if (state.compareAndSet(State.NEW, State.ENDED)) {
            end();
        } else {
            post(this::drain);
        }
    }

    /** Waits for the end; false after {@code millis}. */
    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        drainDeadline = context.now() + context.drainNanos();
        if (acceptor != null) {
            acceptor.close();
        }
        for (SelectionKey key : selector.keys()) {
            ((Handler) key.attachment()).onDrain();
        }
    }

    private boolean isDone() {
        return draining && (connections == 0 || context.now() - drainDeadline >= 0);
    }

    private void end() {
        state.set(State.ENDED);
        if (connections > 0 && draining) {
            ConnectorMessages.unansweredAtStop(context.spec().getName(), connections);
        }
        try {
            if (acceptor != null) {
                acceptor.close();
            }
            for (SelectionKey key : selector.keys()) {
                ((Handler) key.attachment()).close();
            }
            runTasks(); // Closes connections passed to this loop meanwhile.
            endpoint.release();
            selector.close();
        } catch (IOException e) {
            ConnectorMessages.loopFailed(context.spec().getName(), e);
        } finally {
            ended.countDown();
        }
    }
}
