// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.account.AccountService;
import dev.sekisho.service.account.LoginsBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** From where an account logged in well: {@code /api/v1/accounts/{address}/logins}. */
@ThreadSafe
@Path("/v1/accounts/{address}/logins")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "accounts")
public class LoginsResource {
    @Inject
    private AccountService service;

    @GET
    @Operation(
            summary = "Shows from where an account logged in well, the latest first",
            description =
                    "recent has the last five ways (client, protocol, method) with the time of the last login and their"
                            + " number, at this node and since its start, of the 10,000 accounts that logged in last. networks has the"
                            + " networks of good logins and the day of the last, at all nodes.")
    public LoginsBody get(@PathParam("address") String key) {
        return service.logins(key);
    }
}
