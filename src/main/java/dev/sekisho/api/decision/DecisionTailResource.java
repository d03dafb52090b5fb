// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.decision;

import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.limit.SendExemptionResource;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.StaffScope;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.decision.DecisionTail;
import dev.sekisho.decision.JournalEntry;
import dev.sekisho.decision.JournalQuery;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
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
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The decisions of this node as they are made: {@code /api/v1/decisions/tail}, Server-Sent Events.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/decisions/tail")
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Tag(name = "decisions")
public class DecisionTailResource {
    /** How long a decision waits for company, in milliseconds; nothing to an eye. */
    private static final long SEND_MILLIS = 200;

    @Inject
    private DecisionTail tail;

    @Inject
    private StaffScope scope;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private final Set<DecisionStream> streams = ConcurrentHashMap.newKeySet();

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Shows decisions as they are made, as Server-Sent Events",
            description =
                    "Events \"decision\", each with a decision as JSON. Filters: account, client, service, result;"
                            + " passes=true shows plain passes too. A comment every 15 seconds keeps the connection. At most 32"
                            + " clients, 4 of one user; one that cannot keep up is cut off.")
    public void watch(
            @BeanParam DecisionSearch search,
            @QueryParam("passes") @DefaultValue("false") boolean passes,
            @Context SecurityContext user,
            @Context Sse sse,
            @Context SseEventSink sink) {
        JournalQuery query = search.query(scope.domains(), scope.begins());
        Predicate<JournalEntry> asked = entry -> (passes || !entry.reference().isEmpty()) && query.matches(entry);
        DecisionTail.Watcher watcher =
                tail.watch(SendExemptionResource.user(user), asked).orElse(null);
        if (watcher == null) {
            throw ProblemException.tooMany("There are " + DecisionTail.MAX_WATCHERS + " clients already, or "
                    + DecisionTail.MAX_OF_A_USER + " of this user; end one or try again later.");
        }
        DecisionStream stream = new DecisionStream(watcher, sse, sink, streams::remove);
        streams.add(stream);
        stream.begin(scheduler.scheduleWithFixedDelay(stream::send, 0, SEND_MILLIS, TimeUnit.MILLISECONDS));
    }

    @PreDestroy
    void close() {
        streams.forEach(DecisionStream::end);
    }
}
