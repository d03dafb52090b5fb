// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.limit.SharedLimitBody;
import dev.sekisho.service.limit.SharedLimitService;
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

/** The limits that several accounts share: {@code /api/v1/limits/shared}. */
@ThreadSafe
@Path("/v1/limits/shared")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "limits")
public class SharedLimitsResource {
    @Inject
    private SharedLimitService service;

    @GET
    @Operation(
            summary = "List the limits that several accounts share, with their use",
            description = "Pools of domains and scopes: those that refuse mail now first, then by the used share."
                    + " full=true lists only those that refuse mail now. There is only one page.")
    public Page<SharedLimitBody> list(
            @QueryParam("full") @Nullable String full, @QueryParam("limit") @Nullable String limit) {
        if (full != null && !full.equals("true") && !full.equals("false")) {
            throw new InvalidFields("full", "must be true or false");
        }
        return service.list("true".equals(full), Page.Range.of(null, limit));
    }
}
