// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.Page;
import dev.sekisho.service.bruteforce.BlockBody;
import dev.sekisho.service.bruteforce.BlockFilter;
import dev.sekisho.service.bruteforce.BlockService;
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

/** Who is blocked at login: {@code /api/v1/blocks}. */
@ThreadSafe
@Path("/v1/blocks")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "attackers")
public class BlockResource {
    @Inject
    private BlockService service;

    @GET
    @Operation(
            summary = "Lists the blocks that are on, each explained, by id or in the order of sort",
            description =
                    "rule, address (or a network) and account narrow it; a block of a network around it counts, too. sort is one"
                            + " or more of count, lastSeen, rule, since, subject, until, such as -lastSeen.")
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
    @Operation(summary = "Shows a block")
    public BlockBody get(@PathParam("id") String id) {
        return service.get(id);
    }

    @DELETE
    @Path("{id}")
    @Operation(
            summary = "Lifts a block at once",
            description =
                    "What led to it is forgotten: the next failure is the first again. Blocks of other rules stay.")
    public Response lift(@PathParam("id") String id) {
        service.lift(id);
        return Response.noContent().build();
    }
}
