// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.limit.AccountLimitService;
import dev.sekisho.service.limit.AccountLimitsBody;
import dev.sekisho.service.limit.TemporaryLimitRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The effective limits of an account, and its temporary limit: {@code /api/v1/accounts/{address}/limits}. */
@ThreadSafe
@Path("/v1/accounts/{address}/limits")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "limits")
public class AccountLimitsResource {
    @Inject
    private AccountLimitService service;

    @GET
    @Operation(
            summary = "Explain the limits of an account",
            description =
                    "Each effective limit with its origin (account, else plan, else domain, else installation), the"
                            + " used amount, and the time when one more fits, then the limits that the account shares: the"
                            + " pool of its domain, the scope of its address, and those of the networks from which it"
                            + " sent in the last day. warnings tells which of these refuse its mail now, or before its"
                            + " own limits do.")
    public AccountLimitsBody get(@PathParam("address") String key) {
        return service.get(key);
    }

    @PUT
    @Path("temporary")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Set the temporary limit of an account",
            description =
                    "Until the time until, limit, such as 1000/1h, replaces the account's limit of the same unit and"
                            + " period if that is smaller. The counters continue. It replaces a former temporary"
                            + " limit.")
    public AccountLimitsBody setTemporaryLimit(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = AccountLimitsBody.Temporary.class)))
                    JsonFields body) {
        body.ignore("by");
        body.requiredText("limit");
        body.requiredText("until");
        TemporaryLimitRequest request = new TemporaryLimitRequest(
                body.parsed("limit", SendLimits::parse), body.instant("until"), body.requiredText("reason"));
        return service.setTemporaryLimit(key, request, body.errors());
    }

    @DELETE
    @Path("temporary")
    @Operation(summary = "End the temporary limit of an account")
    public Response endTemporaryLimit(@PathParam("address") String key) {
        service.endTemporaryLimit(key);
        return Response.noContent().build();
    }
}
