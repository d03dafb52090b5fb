// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.decision;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.decision.DecisionBody;
import dev.sekisho.service.decision.DecisionService;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of the services and their reasons: {@code /api/v1/decisions}. A decision is available a second after it was
 * made.
 */
@ThreadSafe
@Path("/v1/decisions")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "decisions")
public class DecisionResource {
    @Inject
    private DecisionService service;

    @GET
    @Operation(
            summary = "Search decisions, newest first",
            description = "Filters: account, client, service (login, authpolicy, sendlimit, quota), result, from"
                    + " (inclusive) and to (exclusive) as RFC 3339 times. By default the journal keeps all decisions"
                    + " except plain accepts.")
    public Page<DecisionBody> search(@BeanParam DecisionQuery query, @QueryParam("limit") @Nullable String limit) {
        return service.search(query.filter(), Page.Range.of(null, limit));
    }

    @GET
    @Path("{reference}")
    @Operation(summary = "Explain the decision with a reference")
    public DecisionBody get(@PathParam("reference") String reference) {
        return service.get(reference);
    }
}
