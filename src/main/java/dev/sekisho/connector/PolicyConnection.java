// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyDecoder;
import dev.sekisho.policy.PolicyProtocolException;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.text.LogText;
import jakarta.resource.spi.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a Postfix process: its requests, one after the other, and their answers in the same order.
 *
 * <p>While an answer is awaited or not yet taken by the peer, nothing more is decoded; what came already is kept, what
 * comes next stays in the kernel. An idle connection holds no buffer.
 *
 * <p>Not thread-safe; for the loop's thread only.
 */
final class PolicyConnection implements SelectorLoop.Handler {

    private enum Phase {
        /** Nothing has come yet: whoever only connects must not hold a place for as long as one who asks. */
        NEW,
        /** Between requests. */
        IDLE,
        /** A request was begun. */
        READING,
        /** The listener has not answered yet. */
        ANSWERING,
        /** The peer has not taken the answer yet. */
        WRITING,
        CLOSED
    }

    /** Numbers are never used again, whatever is activated anew. */
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

    /** What was read and not yet decoded. */
    private byte @Nullable [] kept;

    /** What is left of an answer. */
    private @Nullable ByteBuffer unsent;

    private @Nullable PendingAnswer pending;

    /** Whether the listener knows of this connection. */
    private boolean asked;

    /**
     * Makes a connection that does nothing yet.
     *
     * @param address literal address of the other side
     * @param peer whose share of the connections it counts to, see {@link PeerShares#peerOf}
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

    /** Begins to read. */
    void register(Selector selector) throws IOException {
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    @Override
    public void onReady() {
        switch (phase) {
            case NEW, IDLE, READING -> read();
            // Not paused before there is something to pause: Postfix does not write while it waits.
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
            count = -1; // A reset is an end like any other.
        }
        if (count >= 0) {
            consume(buffer.flip());
        } else if (decoder.isBetweenRequests()) {
            close();
        } else {
            fail(Trouble.REQUEST_CUT, "");
        }
    }

    /** The loop's read buffer, with what was kept in front. */
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
            fail(Trouble.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
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
        asked = true;
        CompletableFuture<PolicyAction> stage;
        try {
            stage = loop.endpoint().deliver(request);
        } catch (UnavailableException | RuntimeException | Error e) {
            failDelivery(e); // Errors too: one of a bean must not take the other connections with it.
            return;
        }
        if (!stage.isDone()) {
            PendingAnswer answer = new PendingAnswer(loop, this);
            pending = answer;
            enter(Phase.ANSWERING, context.answerNanos());
            var unused = stage.whenComplete(answer); // PendingAnswer itself never throws
            return;
        }
        try {
            answer(stage.join());
        } catch (CompletionException | CancellationException e) {
            failDelivery(e);
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
            close(); // The peer has gone, and asks again on another connection if it wants to know.
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

    /** Goes on with what came while an answer was under way. */
    private void consumeKept() {
        if (phase == Phase.IDLE && kept != null) {
            consume(restore().flip());
        }
    }

    /** A later answer has come, or failed; it may be too late. */
    void resume(PendingAnswer answer, @Nullable PolicyAction action, @Nullable Throwable failure) {
        if (pending != answer) {
            return; // The connection was closed meanwhile.
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
            case NEW -> timeOut(Trouble.SILENT);
            case IDLE -> close();
            case READING -> timeOut(Trouble.REQUEST_TIMEOUT);
            case ANSWERING -> {
                context.counters().failedDeliveries.increment();
                timeOut(Trouble.ANSWER_TIMEOUT);
            }
            case WRITING -> timeOut(Trouble.WRITE_TIMEOUT);
            case CLOSED -> {}
        }
    }

    /** Whether it is this peer's and between requests, as far as is known here. */
    boolean isIdleOf(String somePeer) {
        return (phase == Phase.NEW || phase == Phase.IDLE) && peer.equals(somePeer);
    }

    boolean isIdleLongerThan(PolicyConnection other) {
        return since - other.since < 0;
    }

    /** Makes room for a newer connection of its peer. */
    void evict() {
        context.counters().evictedConnections.increment();
        fail(Trouble.SHARE_USED, "");
    }

    /** Turns it away: its peer holds all that it may, and has a request under way on each. */
    void refuse() {
        context.counters().refusedConnections.increment();
        fail(Trouble.SHARE_BUSY, "");
    }

    private void timeOut(Trouble trouble) {
        context.counters().timedOutConnections.increment();
        fail(trouble, "");
    }

    private void failDelivery(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        context.counters().failedDeliveries.increment();
        fail(Trouble.DELIVERY_FAILED, LogText.cause(cause));
        ConnectorMessages.failureDetail(cause);
    }

    @Override
    public void onFailure(Throwable failure) {
        fail(Trouble.INTERNAL, LogText.cause(failure));
        ConnectorMessages.failureDetail(failure);
    }

    private void fail(Trouble trouble, String detail) {
        if (phase != Phase.CLOSED) {
            context.troubles().record(trouble, address, detail);
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
        if (asked) {
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
