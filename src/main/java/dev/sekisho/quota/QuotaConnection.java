// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a mail host's quota-status, with at most one question under way.
 *
 * <p>There is always a read pending: the end of a kept connection is seen when it happens, and bytes that nobody asked
 * for are never taken for the next answer. For the same reason a connection whose answer is late is closed, not reused.
 *
 * <p>Safe for use by many threads. It calls {@link HostPool} without holding its own lock, on the thread of the event: one
 * of the channel group, or whoever closes it.
 */
final class QuotaConnection {
    private final AsynchronousSocketChannel channel;
    private final HostPool pool;

    /** Only for the one read that is pending, so each read's thread sees what the one before left. */
    private final ByteBuffer received = ByteBuffer.allocate(QuotaAnswerDecoder.MAX_ANSWER_BYTES);

    /** The question under way; none on an idle connection and on a closed one. */
    @GuardedBy("this")
    private @Nullable QuotaQuestion question;

    /** Its answer, when that overtook the notice that the question was written. */
    @GuardedBy("this")
    private @Nullable QuotaAnswer answer;

    /** Whether a write is pending; a channel permits one. */
    @GuardedBy("this")
    private boolean writing;

    @GuardedBy("this")
    private boolean closed;

    private volatile boolean kept;

    QuotaConnection(AsynchronousSocketChannel channel, HostPool pool) {
        this.channel = channel;
        this.pool = pool;
    }

    /** Connects and asks the first question; a failure goes to the pool. */
    void connect(SocketAddress target, QuotaQuestion first) {
        if (!take(first)) {
            return;
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
            close(QuotaFailure.NOT_SERVED, "the gate stops");
        }
    }

    /** Asks on a connection that has answered before. */
    void ask(QuotaQuestion next) {
        if (take(next)) {
            write(next.request());
        }
    }

    /** Whether it has answered before: if such a connection ends, the host may well be alive. */
    boolean isKept() {
        return kept;
    }

    /** Closes the connection if its question has waited too long. */
    void closeIfLate(long nowNanos, String detail) {
        boolean late;
        synchronized (this) {
            late = question != null && question.isLate(nowNanos);
        }
        if (late) {
            close(QuotaFailure.TIMEOUT, detail);
        }
    }

    /** Closes the connection and gives the pool its question back, if one is under way. */
    void close(QuotaFailure failure, String detail) {
        QuotaQuestion unanswered;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            unanswered = question;
            question = null;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is released all the same, and whoever waited is told below.
        }
        pool.lost(this, unanswered, failure, detail);
    }

    private boolean take(QuotaQuestion next) {
        synchronized (this) {
            if (!closed) {
                question = next;
                answer = null;
                writing = true;
                return true;
            }
        }
        // It ended between its choice and now.
        pool.lost(this, next, QuotaFailure.CLOSED, "closed the connection");
        return false;
    }

    private void write(ByteBuffer request) {
        try {
            channel.write(request, null, handler(written -> written(request), this::broken));
        } catch (ShutdownChannelGroupException e) {
            close(QuotaFailure.NOT_SERVED, "the gate stops");
        }
    }

    private void written(ByteBuffer request) {
        if (request.hasRemaining()) {
            write(request);
            return;
        }
        synchronized (this) {
            writing = false;
        }
        finish();
    }

    private void read() {
        try {
            channel.read(received, null, handler(this::read, this::broken));
        } catch (ShutdownChannelGroupException e) {
            close(QuotaFailure.NOT_SERVED, "the gate stops");
        }
    }

    private void read(int bytes) {
        if (bytes < 0) {
            close(QuotaFailure.CLOSED, "closed the connection without an answer");
            return;
        }
        Optional<QuotaAnswer> whole;
        try {
            whole = QuotaAnswerDecoder.decode(received);
        } catch (QuotaAnswerDecoder.NonsenseException e) {
            close(QuotaFailure.NONSENSE, e.reason());
            return;
        }
        boolean unasked;
        synchronized (this) {
            unasked = question == null || answer != null;
            if (!unasked) {
                answer = whole.orElse(null);
            }
        }
        if (unasked) {
            close(QuotaFailure.NONSENSE, "an answer without a question");
            return;
        }
        if (whole.isPresent()) {
            received.clear();
            // Before the next read: that may find the end of the connection, and this question is answered.
            finish();
        }
        read();
    }

    private void broken(Throwable cause) {
        close(QuotaFailure.CLOSED, "connection broke: " + cause.getMessage());
    }

    /** Ends the question once it is both written and answered; on two threads these may be seen in either order. */
    private void finish() {
        QuotaQuestion asked;
        QuotaAnswer found;
        synchronized (this) {
            asked = question;
            found = answer;
            if (asked == null || found == null || writing) {
                return;
            }
            question = null;
            answer = null;
            kept = true;
        }
        pool.answered(this, asked, found);
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
