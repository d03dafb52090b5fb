// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.limit.CounterService;
import dev.sekisho.service.limit.CountersBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The counters of a domain's pool: {@code /api/v1/domains/{name}/counters}. In the body, {@code account} is {@code @}
 * and the name of the domain. A domain without a pool has no counters.
 */
@ThreadSafe
@Path("/v1/domains/{name}/counters")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "counters")
public class PoolCountersResource {
    @Inject
    private CounterService service;

    @GET
    @Operation(summary = "Show the used amounts of each limit of a domain's pool")
    public CountersBody get(@PathParam("name") String key) {
        return service.ofPool(key);
    }

    @DELETE
    @Operation(
            summary = "Reset the counters of a domain's pool",
            description = "A pool limits a customer, so staff of the domain can see it and cannot reset it.")
    public Response reset(@PathParam("name") String key) {
        service.resetPool(key);
        return Response.noContent().build();
    }
}
