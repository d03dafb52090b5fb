// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.decision;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.decision.DecisionTail;
import dev.sekisho.service.decision.DecisionService;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The decisions of this node as they are made: {@code /api/v1/decisions/tail}, Server-Sent Events. */
@ThreadSafe
@Path("/v1/decisions/tail")
@ApplicationScoped
@Tag(name = "decisions")
public class DecisionTailResource {
    /** Interval between events in milliseconds: several decisions go out together, without a visible delay. */
    private static final long SEND_MILLIS = 200;

    @Inject
    private DecisionService service;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private final Set<DecisionStream> streams = ConcurrentHashMap.newKeySet();

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Show decisions as they are made, as Server-Sent Events",
            description = "Each event \"decision\" has a decision as JSON. Filters: account, client, service, result;"
                    + " passes=true includes plain accepts. A comment every 15 seconds keeps the connection open. At"
                    + " most 32 clients, 4 for each user; Sekisho closes the stream of a client that is too slow.")
    public void watch(
            @BeanParam DecisionQuery query,
            @QueryParam("passes") @DefaultValue("false") boolean passes,
            @Context Sse sse,
            @Context SseEventSink sink) {
        DecisionTail.Watcher watcher = service.watch(query.filter(), passes);
        DecisionStream stream = new DecisionStream(watcher, sse, sink, streams::remove);
        streams.add(stream);
        stream.begin(scheduler.scheduleWithFixedDelay(stream::send, 0, SEND_MILLIS, TimeUnit.MILLISECONDS));
    }

    @PreDestroy
    void close() {
        streams.forEach(DecisionStream::end);
    }
}
