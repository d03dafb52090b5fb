// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Postfixes that send requests for one message after the other, and repeat them on another connection when the answer
 * is lost, as smtpd does ({@code smtpd_policy_service_try_limit}), by way of a balancer that knows which node takes
 * connections.
 */
@ThreadSafe
final class PolicyLoad implements AutoCloseable {
    /** As long as a client waits at the end of its message: far longer than Postfix itself would try. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final AtomicLong MESSAGES = new AtomicLong(System.currentTimeMillis() << 16);

    private final List<SekishoNode> nodes;
    private final List<String> accounts;
    private final List<Thread> senders = new ArrayList<>();
    private final ConcurrentLinkedQueue<Long> answeredMillis = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicLong reconnects = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile boolean ended;

    PolicyLoad(List<SekishoNode> nodes, List<String> accounts, int senders) {
        this.nodes = nodes;
        this.accounts = accounts;
        for (int i = 0; i < senders; i++) {
            int first = i;
            Thread thread = new Thread(() -> send(first), "smtpd-" + i);
            this.senders.add(thread);
            thread.start();
        }
    }

    private void send(int first) {
        int node = first;
        Socket socket = null;
        while (!ended) {
            long message = MESSAGES.incrementAndGet();
            byte[] request = SekishoNode.endOfMessage(
                    accounts.get((int) (message % accounts.size())), Long.toHexString(message), 1);
            long begin = System.nanoTime();
            String answer = "";
            while (answer.isEmpty() && System.nanoTime() - begin < PATIENCE_NANOS) {
                try {
                    if (socket == null) {
                        socket = nodes.get(Math.floorMod(node, nodes.size())).connect();
                    }
                    socket.getOutputStream().write(request);
                    answer = answer(socket);
                } catch (IOException e) {
                    reconnects.incrementAndGet();
                    close(socket);
                    socket = null;
                    node++;
                    LockSupport.parkNanos(PAUSE_NANOS * 10);
                }
            }
            longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
            if (answer.equals("action=DUNNO\n\n")) {
                answeredMillis.add(System.currentTimeMillis());
            } else {
                refused.add(answer.isEmpty() ? "no answer" : answer.strip());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        close(socket);
    }

    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[600];
        while (answer.indexOf("\n\n") < 0) {
            int read = socket.getInputStream().read(buffer);
            if (read < 0) {
                throw new IOException("closed without an answer");
            }
            answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        }
        return answer.toString();
    }

    private static void close(@org.jspecify.annotations.Nullable Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Messages that were answered with DUNNO so far. */
    long passed() {
        return answeredMillis.size();
    }

    long passedUntil(long millis) {
        return answeredMillis.stream().filter(each -> each <= millis).count();
    }

    /** Other answers, and missing ones. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public String toString() {
        return passed() + " passed, " + refused.size() + " refused, " + reconnects + " reconnects, longest "
                + TimeUnit.NANOSECONDS.toMillis(longestNanos.get()) + " ms";
    }

    @Override
    public void close() {
        end();
    }

    /** Ends it when each sender has its last answer. */
    void end() {
        ended = true;
        for (Thread each : senders) {
            try {
                each.join(PATIENCE_NANOS / 1_000_000 + 5000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
