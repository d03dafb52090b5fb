// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.service.account.AccountStateBody;
import dev.sekisho.service.account.AccountStateService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The state of an account and its history: {@code /api/v1/accounts/{address}/state}. */
@ThreadSafe
@Path("/v1/accounts/{address}/state")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "accounts")
public class AccountStateResource {
    @Inject
    private AccountStateService service;

    @GET
    @Operation(summary = "Show the states of an account, the latest first")
    public List<AccountStateBody> list(@PathParam("address") String key) {
        return service.list(key);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Set the state of an account",
            description =
                    "status is active, suspended, send-blocked, password-must-change or closed. At statusUntil the"
                            + " account becomes active again. statusUntil and statusReason are optional. The"
                            + " state takes"
                            + " effect at the next login.")
    public AccountStateBody put(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = AccountStateBody.class)))
                    JsonFields body) {
        body.requiredText("status");
        body.ignore("statusSince", "statusBy");
        return service.set(key, AccountRequests.state(body), body.errors());
    }
}
