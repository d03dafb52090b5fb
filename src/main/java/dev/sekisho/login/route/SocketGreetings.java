// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Probes greetings over sockets without a thread for each: a dead address costs a descriptor for its time limit, and
 * delays no other. Never blocks.
 */
public final class SocketGreetings implements GreetingProbe, AutoCloseable {
    /** Concurrent sockets; further probes wait. Hundreds of dead addresses fit. */
    static final int MAX_OPEN = 512;

    /** The longest greeting that is read, in bytes. */
    private static final int GREETING_BYTES = 512;

    private final AsynchronousChannelGroup group;
    private final BiFunction<Runnable, Integer, Future<?>> timer;
    private final int timeoutMillis;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int open;

    /**
     * Starts a channel group of one thread.
     *
     * @param timer runs a task after so many milliseconds
     * @throws UncheckedIOException if the system has no more descriptors for it
     */
    public SocketGreetings(ThreadFactory threads, BiFunction<Runnable, Integer, Future<?>> timer, int timeoutMillis) {
        this.timer = timer;
        this.timeoutMillis = timeoutMillis;
        try {
            this.group = AsynchronousChannelGroup.withFixedThreadPool(1, threads);
        } catch (IOException e) {
            throw new UncheckedIOException("The probes cannot make their channel group", e);
        }
    }

    @Override
    public CompletionStage<Boolean> greets(String address, int port, Greeting greeting) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Runnable probe = () -> start(address, port, greeting, answer);
        synchronized (this) {
            if (open >= MAX_OPEN) {
                waiting.add(probe);
                return answer;
            }
            open++;
        }
        probe.run();
        return answer;
    }

    private void start(String address, int port, Greeting greeting, CompletableFuture<Boolean> answer) {
        AsynchronousSocketChannel channel;
        try {
            channel = AsynchronousSocketChannel.open(group);
        } catch (IOException | RuntimeException e) {
            // No descriptor, or Sekisho stops: the address counts as one that does not greet.
            answer.complete(false);
            release();
            return;
        }
        Probe probe = new Probe(channel, greeting, answer);
        try {
            probe.limit(timer.apply(() -> probe.end(false), timeoutMillis));
            channel.connect(new InetSocketAddress(address, port), null, probe.then(ignored -> probe.connected()));
        } catch (RuntimeException e) {
            probe.end(false);
        }
    }

    /**
     * One probe. Each step follows the one before on the group's thread; the time limit may end it on the timer's
     * thread.
     */
    private final class Probe {
        private final AsynchronousSocketChannel channel;
        private final Greeting greeting;
        private final CompletableFuture<Boolean> answer;
        private final ByteBuffer received = ByteBuffer.allocate(GREETING_BYTES);
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile @Nullable Future<?> limit;

        Probe(AsynchronousSocketChannel channel, Greeting greeting, CompletableFuture<Boolean> answer) {
            this.channel = channel;
            this.greeting = greeting;
            this.answer = answer;
        }

        void limit(Future<?> timeout) {
            limit = timeout;
        }

        void connected() {
            if (greeting.before().isEmpty()) {
                read();
            } else {
                write(greeting.before(), this::read);
            }
        }

        private void read() {
            channel.read(received, null, then(this::read));
        }

        private void read(int bytes) {
            String line = new String(received.array(), 0, received.position(), StandardCharsets.ISO_8859_1);
            if (bytes >= 0 && line.indexOf('\n') < 0 && received.hasRemaining()) {
                read();
                return;
            }
            boolean good = greeting.isGood(line);
            String leave = good ? greeting.after(line) : "";
            if (leave.isEmpty()) {
                end(good);
            } else {
                // Some servers log a connection that ends without a command.
                write(leave, () -> end(true));
            }
        }

        private void write(String text, Runnable next) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            channel.write(bytes, null, then(ignored -> next.run()));
        }

        /** After any failure: no login can go there now. The message about the change of state is enough. */
        <T> CompletionHandler<T, @Nullable Void> then(Consumer<T> step) {
            return new CompletionHandler<>() {
                @Override
                public void completed(T result, @Nullable Void attachment) {
                    try {
                        step.accept(result);
                    } catch (RuntimeException e) {
                        end(false);
                    }
                }

                @Override
                public void failed(Throwable cause, @Nullable Void attachment) {
                    end(false);
                }
            };
        }

        void end(boolean good) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            Future<?> timeout = limit;
            if (timeout != null) {
                timeout.cancel(false);
            }
            try {
                channel.close();
            } catch (IOException e) {
                // The descriptor is released all the same.
            }
            release();
            answer.complete(good);
        }
    }

    /** The socket of a probe is free for the next one in the queue. */
    private void release() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                open--;
            }
        }
        if (next != null) {
            next.run();
        }
    }

    @Override
    public void close() {
        try {
            group.shutdownNow();
        } catch (IOException e) {
            // The process ends, and no probe follows.
        }
    }
}
