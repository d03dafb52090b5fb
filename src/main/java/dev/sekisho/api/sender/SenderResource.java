// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.sender;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.list.Page;
import dev.sekisho.service.sender.SenderQuery;
import dev.sekisho.service.sender.SenderService;
import dev.sekisho.service.sender.TopSendersBody;
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

/** The accounts that send most: {@code /api/v1/senders}. */
@ThreadSafe
@Path("/v1/senders")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "senders")
public class SenderResource {
    @Inject
    private SenderService service;

    @GET
    @Operation(
            summary = "List the accounts that send most",
            description = "What they sent and what was refused in the last 10 minutes, hour or day, at all nodes, from"
                    + " memory. period is 10m (the default), 1h or 1d; sort is refused (the default), recipients,"
                    + " accepted, networks or domains, largest first. There is only one page.")
    public TopSendersBody top(
            @QueryParam("period") @Nullable String period,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("limit") @Nullable String limit) {
        return service.top(SenderQuery.of(period, sort), Page.Range.of(null, limit));
    }
}
