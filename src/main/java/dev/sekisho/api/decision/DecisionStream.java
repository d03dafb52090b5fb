// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.decision;

import dev.sekisho.decision.DecisionTail;
import dev.sekisho.decision.JournalEntry;
import dev.sekisho.service.decision.DecisionBody;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The event stream of one client that watches decisions. It sends an event only after the client has received the one
 * before.
 *
 * <p>One thread at a time calls {@link #send}; any thread may call the other methods.
 */
final class DecisionStream {
    /** Calls of {@link #send} without an event after which a comment is sent: 15 seconds. */
    private static final int QUIET_CALLS = 75;

    private final DecisionTail.Watcher watcher;
    private final Sse sse;
    private final SseEventSink sink;
    private final Consumer<DecisionStream> ended;
    private @Nullable Future<?> sending;
    private CompletableFuture<?> unsent = CompletableFuture.completedFuture(null);
    private int quietCalls = QUIET_CALLS;

    DecisionStream(DecisionTail.Watcher watcher, Sse sse, SseEventSink sink, Consumer<DecisionStream> ended) {
        this.watcher = watcher;
        this.sse = sse;
        this.sink = sink;
        this.ended = ended;
    }

    /** @param task the task that calls {@link #send} repeatedly */
    synchronized void begin(Future<?> task) {
        sending = task;
        if (watcher.isClosed()) {
            task.cancel(false);
        }
    }

    /** Sends the new decisions, unless an event is still being sent; ends the stream of a lost or slow client. */
    void send() {
        if (watcher.isClosed() || sink.isClosed() || unsent.isCompletedExceptionally()) {
            end();
            return;
        }
        if (!unsent.isDone()) {
            return;
        }
        quietCalls++;
        for (JournalEntry each : watcher.take()) {
            unsent = sent(event(each));
        }
        if (quietCalls > QUIET_CALLS) {
            unsent = sent(sse.newEventBuilder().comment("still here").build());
        }
    }

    private CompletableFuture<?> sent(OutboundSseEvent event) {
        quietCalls = 0;
        try {
            return sink.send(event).toCompletableFuture();
        } catch (IllegalStateException e) {
            // The client closed it between the check and the call.
            return CompletableFuture.failedFuture(e);
        }
    }

    private OutboundSseEvent event(JournalEntry entry) {
        return sse.newEventBuilder()
                .name("decision")
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(DecisionBody.class, DecisionBody.of(entry))
                .build();
    }

    /** Ends the stream; idempotent. */
    synchronized void end() {
        watcher.close();
        if (sending != null) {
            sending.cancel(false);
        }
        sink.close();
        ended.accept(this);
    }
}
