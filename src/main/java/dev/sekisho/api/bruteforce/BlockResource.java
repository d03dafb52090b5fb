// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.bruteforce.BlockBody;
import dev.sekisho.service.bruteforce.BlockFilter;
import dev.sekisho.service.bruteforce.BlockService;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Blocks of brute-force protection: {@code /api/v1/blocks}. */
@ThreadSafe
@Path("/v1/blocks")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "brute-force protection")
public class BlockResource {
    @Inject
    private BlockService service;

    @GET
    @Operation(
            summary = "List the current blocks with their explanations, by id or by sort",
            description = "Filters: rule, account, and address (or a network), which also finds blocks of a network"
                    + " around it. sort is one or more"
                    + " of count, lastSeen, rule, since, subject, until, such as -lastSeen.")
    public Page<BlockBody> list(
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("address") @Nullable String address,
            @QueryParam("account") @Nullable String account,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return service.list(new BlockFilter(rule, address, account), sort, Page.Range.of(after, limit));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show a block")
    public BlockBody get(@PathParam("id") String id) {
        return service.get(id);
    }

    @DELETE
    @Path("{id}")
    @Operation(
            summary = "Lift a block at once",
            description =
                    "Resets the counter of its rule: the next failure counts as the first. Blocks of other rules stay.")
    public Response lift(@PathParam("id") String id) {
        service.lift(id);
        return Response.noContent().build();
    }
}
