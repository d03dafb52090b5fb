// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyDecoder;
import dev.sekisho.policy.PolicyProtocolException;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.text.LogText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a Postfix process, with its requests and replies in order.
 *
 * <p>While a reply is pending, the connection decodes no further request: bytes that have arrived are kept, later bytes
 * stay in the kernel. An idle connection holds no buffer.
 *
 * <p>Not thread-safe; belongs to the loop's thread.
 */
final class PolicyConnection implements SelectorLoop.Handler {

    private enum Phase {
        /** No byte has arrived. A silent connection must not stay open as long as an idle one. */
        NEW,
        /** Between requests. */
        IDLE,
        /** Part of a request has arrived. */
        READING,
        /** The listener's result is pending. */
        ANSWERING,
        /** The peer has not read the whole reply. */
        WRITING,
        CLOSED
    }

    /** Shared by all activations, so that a number is unique within the process. */
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final SelectorLoop loop;
    private final ListenerContext context;
    private final SocketChannel channel;
    private final String address;
    private final String peer;
    private final long number = NUMBERS.incrementAndGet();
    private final PolicyDecoder decoder;
    private Phase phase = Phase.NEW;
    private long since;
    private long deadline;
    private @Nullable SelectionKey key;

    /** Bytes read but not yet decoded. */
    private byte @Nullable [] kept;

    /** The unsent rest of a reply. */
    private @Nullable ByteBuffer unsent;

    private @Nullable PendingAnswer pending;

    /** Whether the listener has received a request of this connection. */
    private boolean delivered;

    /**
     * Creates a connection; {@link #register} starts reading.
     *
     * @param address literal address of the peer
     * @param peer the key of the peer's share, see {@link PeerShares#peerOf}
     */
    PolicyConnection(SelectorLoop loop, ListenerContext context, SocketChannel channel, String address, String peer) {
        this.loop = loop;
        this.context = context;
        this.channel = channel;
        this.address = address;
        this.peer = peer;
        this.decoder = new PolicyDecoder(address, context.spec().limits(), number);
        this.since = context.now();
        this.deadline = since + context.requestNanos();
    }

    /** Starts reading. */
    void register(Selector selector) throws IOException {
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    @Override
    public void onReady() {
        switch (phase) {
            case NEW, IDLE, READING -> read();
            // Reading pauses only when bytes arrive, because Postfix normally sends none while it waits.
            case ANSWERING -> interest(0);
            case WRITING -> writeRest();
            case CLOSED -> {}
        }
    }

    private void read() {
        ByteBuffer buffer = restore();
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException e) {
            count = -1; // A reset is treated like end of input.
        }
        if (count >= 0) {
            consume(buffer.flip());
        } else if (decoder.isBetweenRequests()) {
            close();
        } else {
            fail(CloseReason.REQUEST_CUT, "");
        }
    }

    /** The loop's read buffer, filled with the kept bytes. */
    private ByteBuffer restore() {
        ByteBuffer buffer = loop.readBuffer();
        if (kept != null) {
            buffer.put(kept);
        }
        return buffer;
    }

    private void consume(ByteBuffer buffer) {
        try {
            while (phase == Phase.NEW || phase == Phase.IDLE || phase == Phase.READING) {
                Optional<PolicyRequest> request = decoder.decode(buffer);
                if (request.isPresent()) {
                    deliver(request.get());
                } else {
                    if (phase != Phase.READING && !decoder.isBetweenRequests()) {
                        enter(Phase.READING, context.requestNanos());
                    }
                    break;
                }
            }
        } catch (PolicyProtocolException e) {
            context.counters().protocolErrors.increment();
            fail(CloseReason.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
        }
        keep(buffer);
    }

    private void keep(ByteBuffer buffer) {
        kept = null;
        if (phase != Phase.CLOSED && buffer.hasRemaining()) {
            kept = new byte[buffer.remaining()];
            buffer.get(kept);
        }
    }

    private void deliver(PolicyRequest request) {
        context.counters().requests.increment();
        delivered = true;
        enter(Phase.ANSWERING, context.answerNanos());
        loop.deliver(this, request);
    }

    /** Continues with what the bean returned for the request, unless the connection was closed meanwhile. */
    void delivered(@Nullable CompletionStage<PolicyAction> result) {
        if (phase != Phase.ANSWERING) {
            return;
        }
        if (result == null) {
            failDelivery(new NullPointerException("the listener returned no stage"));
            return;
        }
        CompletableFuture<PolicyAction> stage = result.toCompletableFuture();
        if (!stage.isDone()) {
            PendingAnswer answer = new PendingAnswer(loop, this);
            pending = answer;
            var unused = stage.whenComplete(answer); // PendingAnswer never throws
            return;
        }
        try {
            answer(stage.join());
        } catch (CompletionException | CancellationException e) {
            failDelivery(e);
        }
        consumeKept();
    }

    /** Handles a call of the bean that failed as a whole. */
    void deliveryFailed(Throwable failure) {
        if (phase == Phase.ANSWERING) {
            failDelivery(failure);
        }
    }

    private void answer(@Nullable PolicyAction action) {
        if (action == null) {
            failDelivery(new NullPointerException("the listener's stage completed with null"));
            return;
        }
        ByteBuffer buffer = loop.writeBuffer();
        action.encodeTo(buffer);
        write(buffer.flip());
    }

    private void write(ByteBuffer answer) {
        try {
            channel.write(answer);
        } catch (IOException e) {
            close(); // The peer has disconnected and repeats the request on another connection.
            return;
        }
        if (answer.hasRemaining()) {
            if (unsent == null) {
                unsent = ByteBuffer.allocate(answer.remaining()).put(answer).flip();
                enter(Phase.WRITING, context.requestNanos());
            }
            interest(SelectionKey.OP_WRITE);
            return;
        }
        unsent = null;
        enter(Phase.IDLE, context.idleNanos());
        if (loop.isDraining()) {
            close();
        } else {
            interest(SelectionKey.OP_READ);
        }
    }

    private void writeRest() {
        if (unsent != null) {
            write(unsent);
            consumeKept();
        }
    }

    /** Decodes the bytes that arrived while a reply was pending. */
    private void consumeKept() {
        if (phase == Phase.IDLE && kept != null) {
            consume(restore().flip());
        }
    }

    /** Continues with a result that completed later, unless the connection was closed meanwhile. */
    void resume(PendingAnswer answer, @Nullable PolicyAction action, @Nullable Throwable failure) {
        if (pending != answer) {
            return; // Closed meanwhile.
        }
        pending = null;
        if (failure != null) {
            failDelivery(failure);
        } else {
            answer(action);
            consumeKept();
        }
    }

    @Override
    public void onSweep(long now) {
        if (now - deadline < 0) {
            return;
        }
        switch (phase) {
            case NEW -> timeOut(CloseReason.SILENT);
            case IDLE -> close();
            case READING -> timeOut(CloseReason.REQUEST_TIMEOUT);
            case ANSWERING -> {
                context.counters().failedDeliveries.increment();
                timeOut(CloseReason.ANSWER_TIMEOUT);
            }
            case WRITING -> timeOut(CloseReason.WRITE_TIMEOUT);
            case CLOSED -> {}
        }
    }

    /** Whether it belongs to this peer and no part of a request has been read. */
    boolean isIdleOf(String somePeer) {
        return (phase == Phase.NEW || phase == Phase.IDLE) && peer.equals(somePeer);
    }

    boolean isIdleLongerThan(PolicyConnection other) {
        return since - other.since < 0;
    }

    /** Closes an idle connection in favour of a new one of the same peer. */
    void evict() {
        context.counters().evictedConnections.increment();
        fail(CloseReason.SHARE_USED, "");
    }

    /** Closes a new connection: its peer holds its share, and each of these connections has a pending request. */
    void refuse() {
        context.counters().refusedConnections.increment();
        fail(CloseReason.SHARE_BUSY, "");
    }

    private void timeOut(CloseReason reason) {
        context.counters().timedOutConnections.increment();
        fail(reason, "");
    }

    private void failDelivery(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        context.counters().failedDeliveries.increment();
        fail(CloseReason.DELIVERY_FAILED, LogText.cause(cause));
        ConnectorMessages.failureDetail(cause);
    }

    @Override
    public void onFailure(Throwable failure) {
        fail(CloseReason.INTERNAL, LogText.cause(failure));
        ConnectorMessages.failureDetail(failure);
    }

    private void fail(CloseReason reason, String detail) {
        if (phase != Phase.CLOSED) {
            context.closedConnections().record(reason, address, detail);
            close();
        }
    }

    @Override
    public void onDrain() {
        if (phase == Phase.NEW || phase == Phase.IDLE) {
            close();
        }
    }

    @Override
    public void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        pending = null;
        kept = null;
        unsent = null;
        loop.connectionClosed(peer);
        if (delivered) {
            loop.endpoint().connectionClosed(number);
        }
        try {
            channel.close();
        } catch (IOException e) {
            ConnectorMessages.failureDetail(e);
        }
    }

    private void enter(Phase newPhase, long limitNanos) {
        phase = newPhase;
        since = context.now();
        deadline = since + limitNanos;
    }

    private void interest(int operations) {
        if (key != null && key.isValid() && key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }
}
