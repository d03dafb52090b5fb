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
 * What accounts have sent: {@code /api/v1/accounts/{address}/counters}. Logins that are in no directory have counters
 * too, so nobody is unknown here.
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
    @Operation(summary = "Shows what an account has used of each limit that applies to it")
    public CountersBody get(@PathParam("address") String key) {
        return service.ofAccount(key);
    }

    @DELETE
    @Operation(summary = "Forgets what an account has sent")
    public Response reset(@PathParam("address") String key) {
        service.resetAccount(key);
        return Response.noContent().build();
    }
}
