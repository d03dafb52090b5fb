// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import dev.sekisho.api.http.AfterCommit;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.sendlimit.counter.SendCounters;
import jakarta.annotation.security.RolesAllowed;
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
 * What the accounts of a domain have sent together: {@code /api/v1/domains/{name}/counters}. The body's account is {@code @} and
 * the domain's name. A domain without a pool has no counters.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/domains/{name}/counters")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Transacted
@Tag(name = "counters")
public class PoolCountersResource {
    @Inject
    private ChangeLog changes;

    @Inject
    private AfterCommit afterCommit;

    @Inject
    private SendCounters counters;

    @GET
    @Operation(summary = "Shows what the accounts of a domain have used of each limit that they share")
    public CountersBody get(@PathParam("name") String key) {
        String name = PathKey.name(key);
        return CountersBody.of("@" + name, counters.poolUsage(name));
    }

    @DELETE
    @RolesAllowed({Roles.SUPPORT, Roles.ADMIN})
    @Operation(
            summary = "Resets what the accounts of a domain have used of their pool",
            description = "A pool bounds a customer, so staff of the domain see it and do not reset it.")
    public Response reset(@PathParam("name") String key) {
        String name = PathKey.name(key);
        CountersBody before = CountersBody.of("@" + name, counters.poolUsage(name));
        changes.record("counters", before.account(), before, null);
        afterCommit.run(() -> counters.resetPool(name));
        return Response.noContent().build();
    }
}
