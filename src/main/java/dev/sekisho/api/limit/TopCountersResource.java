// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.Page;
import dev.sekisho.service.limit.CounterService;
import dev.sekisho.service.limit.TopCounterBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who is nearest to a send limit: {@code /api/v1/counters}. */
@ThreadSafe
@Path("/v1/counters")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "counters")
public class TopCountersResource {
    @Inject
    private CounterService service;

    @GET
    @Operation(
            summary = "Lists accounts by how near they are to one of their limits, the nearest first",
            description = "Each with that limit. Only who has sent something, and pools of domains as @example.org. It"
                    + " is one page; sort is used, or absent, which is the same.")
    public Page<TopCounterBody> top(
            @QueryParam("sort") @Nullable String sort, @QueryParam("limit") @Nullable String limit) {
        if (sort != null && !sort.isEmpty() && !sort.equals("used")) {
            throw new InvalidFields("sort", "must be used");
        }
        return service.top(Page.Range.of(null, limit));
    }
}
