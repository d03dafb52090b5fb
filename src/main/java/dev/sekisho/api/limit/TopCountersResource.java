// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.limit.CounterService;
import dev.sekisho.service.limit.TopCounterBody;
import dev.sekisho.service.list.Page;
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

/** The accounts and pools nearest to a send limit: {@code /api/v1/counters}. */
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
            summary = "List the accounts nearest to one of their limits",
            description =
                    "Each with that limit, the nearest first. Only accounts that have sent, and pools as @example.org."
                            + " There is only one page. sort is used, which is the default.")
    public Page<TopCounterBody> top(
            @QueryParam("sort") @Nullable String sort, @QueryParam("limit") @Nullable String limit) {
        if (sort != null && !sort.isEmpty() && !sort.equals("used")) {
            throw new InvalidFields("sort", "must be used");
        }
        return service.top(Page.Range.of(null, limit));
    }
}
