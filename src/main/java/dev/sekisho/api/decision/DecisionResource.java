// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.decision;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.Page;
import dev.sekisho.service.decision.DecisionBody;
import dev.sekisho.service.decision.DecisionService;
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
 * What the services have decided, and why: {@code /api/v1/decisions}. A decision can be read a second after it was
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
            summary = "Searches decisions, newest first",
            description =
                    "Parameters: account, client, service (login, sendlimit, quota), result, from (included) and to"
                            + " (not included) as RFC 3339 times. The journal keeps what was no plain pass, unless its settings say"
                            + " otherwise.")
    public Page<DecisionBody> search(@BeanParam DecisionQuery query, @QueryParam("limit") @Nullable String limit) {
        return service.search(query.filter(), Page.Range.of(null, limit));
    }

    @GET
    @Path("{reference}")
    @Operation(summary = "Explains the decision whose reference a client was told")
    public DecisionBody get(@PathParam("reference") String typed) {
        return service.get(typed);
    }
}
