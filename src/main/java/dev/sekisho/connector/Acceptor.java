// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket: retries until it can bind the port, and distributes connections to the loops round-robin.
 *
 * <p>There is one socket in one loop, instead of one for each loop with SO_REUSEPORT: with that option a second server
 * on the same port would go unnoticed and take half of the requests. One loop suffices to accept, because Postfix keeps
 * its connections.
 *
 * <p>{@link #boundPort} is safe for use by any thread; all other methods belong to the thread of the first loop.
 */
final class Acceptor implements SelectorLoop.Handler {
    /** Connections accepted before the loop serves other sockets. */
    private static final int MAX_ACCEPTS = 256;

    private final ListenerContext context;
    private final List<SelectorLoop> loops;
    private volatile int boundPort = -1;
    private @Nullable ServerSocketChannel channel;
    private @Nullable SelectionKey key;
    private boolean closed;
    private boolean failing;
    private boolean full;
    private long retryAt;
    private int next;

    Acceptor(ListenerContext context, List<SelectorLoop> loops) {
        this.context = context;
        this.loops = loops;
        this.retryAt = context.now();
    }

    /** The bound port, or -1. */
    int boundPort() {
        return boundPort;
    }

    @Override
    public void onSweep(long now) {
        if (closed || now - retryAt < 0) {
            return;
        }
        if (channel == null) {
            listen(now);
        } else if (key != null && key.isValid() && key.interestOps() == 0) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void listen(long now) {
        PolicyActivationSpec spec = context.spec();
        ServerSocketChannel opened = null;
        try {
            opened = ServerSocketChannel.open();
            opened.configureBlocking(false);
            // A restart must not wait until old connections leave TIME_WAIT.
            opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            opened.bind(new InetSocketAddress(spec.getAddress(), spec.getPort()), spec.getBacklog());
            key = opened.register(loops.get(0).selector(), SelectionKey.OP_ACCEPT, this);
            channel = opened;
            boundPort = ((InetSocketAddress) opened.getLocalAddress()).getPort();
            failing = false;
            if (context.announced()) {
                ConnectorMessages.listening(spec.getName(), spec.getAddress(), boundPort);
            }
        } catch (IOException | UnresolvedAddressException e) {
            closeQuietly(opened);
            retryAt = now + context.bindRetryNanos();
            if (!failing) {
                failing = true;
                ConnectorMessages.cannotListen(
                        spec.getName(), spec.getAddress(), spec.getPort(), spec.getBindRetryMillis(), e);
            }
        }
    }

    @Override
    public void onReady() {
        ServerSocketChannel listening = channel;
        if (listening == null) {
            return;
        }
        try {
            for (int i = 0; i < MAX_ACCEPTS; i++) {
                SocketChannel accepted = listening.accept();
                if (accepted == null) {
                    break;
                }
                take(accepted);
            }
            failing = false;
        } catch (IOException e) {
            pause(listening, e);
        }
    }

    /**
     * Stops accepting for a while. The usual cause is a lack of file descriptors: the socket stays ready, so retrying
     * at once would be a busy loop. If an interrupt of the thread closed the socket, {@link #onSweep} opens a new one.
     */
    private void pause(ServerSocketChannel listening, IOException cause) {
        retryAt = context.now() + context.bindRetryNanos();
        if (!listening.isOpen()) {
            channel = null;
            boundPort = -1;
        } else if (key != null) {
            key.interestOps(0);
        }
        if (!failing) {
            failing = true;
            ConnectorMessages.cannotAccept(
                    context.spec().getName(), context.spec().getBindRetryMillis(), cause);
        }
    }

    private void take(SocketChannel accepted) {
        ListenerCounters counters = context.counters();
        int maxConnections = context.spec().getMaxConnections();
        if (counters.openConnections.get() >= maxConnections) {
            counters.refusedConnections.increment();
            closeQuietly(accepted);
            if (!full) {
                full = true;
                ConnectorMessages.tooManyConnections(context.spec().getName(), maxConnections);
            }
            return;
        }
        // 10 % below the maximum, so that a listener near it does not log for each connection.
        if (full && counters.openConnections.get() < maxConnections - maxConnections / 10) {
            full = false;
            ConnectorMessages.acceptingAgain(context.spec().getName(), counters.refusedConnections.sum());
        }
        InetAddress address;
        try {
            accepted.configureBlocking(false);
            // Replies are small, and the peer waits for each.
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            address = ((InetSocketAddress) accepted.getRemoteAddress()).getAddress();
        } catch (IOException e) {
            closeQuietly(accepted); // The peer has reset it already.
            return;
        }
        counters.acceptedConnections.increment();
        counters.openConnections.incrementAndGet();
        String peer = PeerShares.peerOf(address);
        if (!deal(accepted, address.getHostAddress(), peer)) {
            counters.openConnections.decrementAndGet();
            closeQuietly(accepted);
        }
    }

    /** Passes a connection to the next loop that has not ended. */
    private boolean deal(SocketChannel accepted, String address, String peer) {
        for (int i = 0; i < loops.size(); i++) {
            SelectorLoop loop = loops.get(next);
            next = (next + 1) % loops.size();
            if (loop.post(() -> loop.adopt(accepted, address, peer))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onFailure(Throwable failure) {
        ConnectorMessages.failureDetail(failure);
    }

    @Override
    public void onDrain() {
        close();
    }

    @Override
    public void close() {
        closed = true;
        ServerSocketChannel listening = channel;
        if (listening != null) {
            channel = null;
            boundPort = -1;
            closeQuietly(listening);
            if (context.announced()) {
                ConnectorMessages.stoppedListening(context.spec().getName());
            }
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable resource) {
        if (resource != null) {
            try {
                resource.close();
            } catch (Exception e) {
                ConnectorMessages.failureDetail(e);
            }
        }
    }
}
