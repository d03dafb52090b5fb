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

/** The limits of one account, explained, and raised for a while: {@code /api/v1/accounts/{address}/limits}. */
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
            summary = "Explains the limits of an account",
            description =
                    "Which limits hold, whose each is (account over plan over domain over installation), what is used"
                            + " and when there is room again. Limits of networks, envelope senders and policy contexts"
                            + " are no account's.")
    public AccountLimitsBody get(@PathParam("address") String key) {
        return service.get(key);
    }

    @PUT
    @Path("raise")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Raises limits of an account until a time",
            description =
                    "limit, such as 1000/1h, replaces the account's limit of the same unit and period where that is"
                            + " smaller. What was counted stays counted. The former raise, if any, ends.")
    public AccountLimitsBody raise(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = AccountLimitsBody.Raised.class)))
                    JsonFields body) {
        body.ignore("by");
        body.requiredText("limit");
        body.requiredText("until");
        TemporaryLimitRequest request = new TemporaryLimitRequest(
                body.parsed("limit", SendLimits::parse), body.instant("until"), body.requiredText("reason"));
        return service.raise(key, request, body.errors());
    }

    @DELETE
    @Path("raise")
    @Operation(summary = "Ends a raise before its time")
    public Response endRaise(@PathParam("address") String key) {
        service.endRaise(key);
        return Response.noContent().build();
    }
}
