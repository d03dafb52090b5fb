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

/** Recent successful logins of an account: {@code /api/v1/accounts/{address}/logins}. */
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
            summary = "Show the recent successful logins of an account, the latest first",
            description =
                    "recent: the last five combinations of client, protocol and method, with the number of logins and"
                            + " the time of the last one. This node keeps them since its start, for the 10,000"
                            + " accounts that"
                            + " logged in last. networks: the networks of successful logins at all nodes, with"
                            + " the day of"
                            + " the last one.")
    public LoginsBody get(@PathParam("address") String key) {
        return service.logins(key);
    }
}
