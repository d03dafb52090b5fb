// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a mail host's quota-status, with its requests under way in their order.
 *
 * <p>A read is always pending: the end of an idle connection is seen when it happens, and unexpected bytes are never
 * taken for the next answer. An answer does not name its request; only the order does. A connection with a late answer,
 * or with more answers than requests, is therefore closed.
 *
 * <p>It calls {@link ConnectionPool} without its own lock, on the thread of the event: one of the channel group, or the
 * one that closes it.
 */
final class QuotaConnection {
    private final AsynchronousSocketChannel channel;
    private final ConnectionPool pool;

    /** Used by the one pending read, so each read sees what the one before left. */
    private final ByteBuffer received = ByteBuffer.allocate(QuotaAnswerDecoder.MAX_ANSWER_BYTES);

    /** Requests under way, oldest first; none on an idle or closed connection. */
    @GuardedBy("this")
    private final Deque<QuotaRequest> underWay = new ArrayDeque<>(1);

    /** Bytes that wait for the pending write. */
    @GuardedBy("this")
    private final Deque<ByteBuffer> unwritten = new ArrayDeque<>(1);

    /** Whether a write is pending; a channel permits one. */
    @GuardedBy("this")
    private boolean writing;

    @GuardedBy("this")
    private boolean closed;

    private volatile boolean kept;

    QuotaConnection(AsynchronousSocketChannel channel, ConnectionPool pool) {
        this.channel = channel;
        this.pool = pool;
    }

    /** Connects and sends the first request; the pool gets a failure. */
    void connect(SocketAddress target, QuotaRequest first) {
        if (!take(first)) {
            return;
        }
        synchronized (this) {
            writing = true; // until it is connected
        }
        try {
            channel.connect(
                    target,
                    null,
                    handler(
                            connected -> {
                                write(first.request());
                                read();
                            },
                            cause -> close(QuotaFailure.UNREACHABLE, "cannot connect: " + cause.getMessage())));
        } catch (ShutdownChannelGroupException e) {
            close(QuotaFailure.NOT_SERVED, "Sekisho stops");
        }
    }

    /** Sends a request on a connected connection. */
    void send(QuotaRequest next) {
        if (!take(next)) {
            return;
        }
        synchronized (this) {
            if (writing) {
                unwritten.add(next.request());
                return;
            }
            writing = true;
        }
        write(next.request());
    }

    /** Whether it has answered before: if such a connection ends, the host may be alive. */
    boolean isKept() {
        return kept;
    }

    /** Closes the connection if its oldest request has waited too long. */
    void closeIfLate(long nowNanos, String detail) {
        boolean late;
        synchronized (this) {
            late = underWay.stream().anyMatch(request -> request.isLate(nowNanos));
        }
        if (late) {
            close(QuotaFailure.TIMEOUT, detail);
        }
    }

    /** Closes the connection and returns the requests under way to the pool. */
    void close(QuotaFailure failure, String detail) {
        List<QuotaRequest> unanswered;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            unanswered = new ArrayList<>(underWay);
            underWay.clear();
            unwritten.clear();
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is released all the same; the requests get their failure below.
        }
        pool.lost(this, unanswered, failure, detail);
    }

    private boolean take(QuotaRequest next) {
        synchronized (this) {
            if (!closed) {
                underWay.addLast(next);
                return true;
            }
        }
        // It ended after it was chosen.
        pool.lost(this, List.of(next), QuotaFailure.CLOSED, "closed the connection");
        return false;
    }

    private void write(ByteBuffer request) {
        try {
            channel.write(request, null, handler(written -> written(request), this::broken));
        } catch (ShutdownChannelGroupException e) {
            close(QuotaFailure.NOT_SERVED, "Sekisho stops");
        }
    }

    private void written(ByteBuffer request) {
        ByteBuffer next = request;
        if (!request.hasRemaining()) {
            synchronized (this) {
                next = unwritten.pollFirst();
                writing = next != null;
            }
        }
        if (next != null) {
            write(next);
        }
    }

    private void read() {
        try {
            channel.read(received, null, handler(this::read, this::broken));
        } catch (ShutdownChannelGroupException e) {
            close(QuotaFailure.NOT_SERVED, "Sekisho stops");
        }
    }

    private void read(int bytes) {
        if (bytes < 0) {
            close(QuotaFailure.CLOSED, "closed the connection without an answer");
            return;
        }
        try {
            List<QuotaResult> answers = new ArrayList<>(1);
            Optional<QuotaResult> whole = QuotaAnswerDecoder.take(received);
            while (whole.isPresent()) {
                answers.add(whole.get());
                whole = QuotaAnswerDecoder.take(received);
            }
            List<QuotaRequest> answered = answered(answers.size(), received.position() > 0);
            // Before the next read, which may find the end of the connection: these requests are answered.
            for (int i = 0; i < answered.size(); i++) {
                pool.answered(this, answered.get(i), answers.get(i));
            }
        } catch (QuotaAnswerDecoder.NonsenseException e) {
            close(QuotaFailure.NONSENSE, e.reason());
            return;
        }
        read();
    }

    /** Removes and returns the requests of so many answers. */
    private synchronized List<QuotaRequest> answered(int answers, boolean more)
            throws QuotaAnswerDecoder.NonsenseException {
        // Only with as many answers as requests and no byte more: a surplus answer may have come first.
        if (!closed && underWay.size() < answers + (more ? 1 : 0)) {
            throw new QuotaAnswerDecoder.NonsenseException("an answer without a request");
        }
        List<QuotaRequest> over = new ArrayList<>(answers);
        while (!closed && over.size() < answers) {
            over.add(underWay.removeFirst());
        }
        kept |= answers > 0;
        return over;
    }

    private void broken(Throwable cause) {
        close(QuotaFailure.CLOSED, "connection broke: " + cause.getMessage());
    }

    private static <V extends @Nullable Object> CompletionHandler<V, @Nullable Void> handler(
            Consumer<V> completed, Consumer<Throwable> failed) {
        return new CompletionHandler<>() {
            @Override
            public void completed(V result, @Nullable Void none) {
                completed.accept(result);
            }

            @Override
            public void failed(Throwable cause, @Nullable Void none) {
                failed.accept(cause);
            }
        };
    }
}
