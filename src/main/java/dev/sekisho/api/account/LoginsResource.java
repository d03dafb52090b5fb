// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.PathEntities;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.bruteforce.KnownNetworkStore;
import dev.sekisho.decision.RecentLogins;
import dev.sekisho.directory.DeletedEntries;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * From where an account logged in well: {@code /api/v1/accounts/{address}/logins}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/accounts/{address}/logins")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Transacted
@Tag(name = "accounts")
public class LoginsResource {
    /** Networks that are shown at most; who roams has many. */
    private static final int NETWORKS = 20;

    @Inject
    private PathEntities entries;

    @Inject
    private DeletedEntries deleted;

    @Inject
    private RecentLogins recent;

    @Inject
    private KnownNetworkStore networks;

    @GET
    @Operation(
            summary = "Shows from where an account logged in well, the latest first",
            description =
                    "recent has the last five ways (client, protocol, method) with the time of the last login and their"
                            + " number, at this node and since its start, of the 10,000 accounts that logged in last. networks has the"
                            + " networks of good logins and the day of the last, at all nodes.")
    public LoginsBody get(@PathParam("address") String key) {
        String account = entries.account(key).address();
        // Other nodes may know logins of a former account of this address.
        Instant begin = deleted.formerAccount(account).orElse(Instant.EPOCH);
        return LoginsBody.of(
                recent.of(account).stream()
                        .filter(each -> each.last().isAfter(begin))
                        .toList(),
                networks.of(account, NETWORKS));
    }
}
