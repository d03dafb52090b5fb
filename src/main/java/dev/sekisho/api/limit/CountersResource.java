// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import dev.sekisho.api.http.AfterCommit;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
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
 * What accounts have sent: {@code /api/v1/accounts/{address}/counters}. Logins that are in no directory have counters too,
 * so nobody is unknown here.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/accounts/{address}/counters")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Transacted
@Tag(name = "counters")
public class CountersResource {
    @Inject
    private ChangeLog changes;

    @Inject
    private AfterCommit afterCommit;

    @Inject
    private SendCounters counters;

    @GET
    @Operation(summary = "Shows what an account has used of each limit that applies to it")
    public CountersBody get(@PathParam("address") String key) {
        String login = login(key);
        return CountersBody.of(login, counters.usage(login));
    }

    @DELETE
    @RolesAllowed({Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
    @Operation(summary = "Forgets what an account has sent")
    public Response reset(@PathParam("address") String key) {
        String login = login(key);
        changes.record("counters", login, CountersBody.of(login, counters.usage(login)), null);
        afterCommit.run(() -> counters.reset(login));
        return Response.noContent().build();
    }

    /** A login, but no pool of a domain and no scope: the counters of these have keys that begin with an at sign. */
    private static String login(String key) {
        String login = PathKey.login(key);
        if (login.startsWith("@")) {
            throw ProblemException.wrongField("address", "must not begin with @: a pool or scope is no account");
        }
        return login;
    }
}
