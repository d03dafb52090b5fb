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
 * The counters of accounts: {@code /api/v1/accounts/{address}/counters}. Logins that the directory does not have are
 * counted too, so no address is unknown here.
 */
@ThreadSafe
@Path("/v1/accounts/{address}/counters")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "counters")
public class CountersResource {
    @Inject
    private CounterService service;

    @GET
    @Operation(summary = "Show the used amounts of each limit of an account")
    public CountersBody get(@PathParam("address") String key) {
        return service.ofAccount(key);
    }

    @DELETE
    @Operation(summary = "Reset the counters of an account")
    public Response reset(@PathParam("address") String key) {
        service.resetAccount(key);
        return Response.noContent().build();
    }
}
