// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.service.containment.ContainmentBody;
import dev.sekisho.service.containment.ContainmentRequest;
import dev.sekisho.service.containment.ContainmentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The containment of a hijacked account: {@code /api/v1/accounts/{address}/contain}. */
@ThreadSafe
@Path("/v1/accounts/{address}/contain")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "accounts")
public class ContainmentResource {
    private static final String EXAMPLE = "{\"status\": \"suspended\", \"reason\": \"hijacked, ticket 4711\"}";

    @Inject
    private ContainmentService service;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Contain a hijacked account: state, new password, app passwords, sessions",
            description = "status is send-blocked (default) or suspended; reason is required. Without password and"
                    + " keepPassword Sekisho generates a password, which only this answer contains."
                    + " keepAppPasswords and keepSessions leave app passwords and sessions as they are. State,"
                    + " password and app passwords change together or not at all; then doveadm of the mail host"
                    + " ends the sessions, and sessions has the outcome.")
    public ContainmentBody contain(
            @PathParam("address") String key, @RequestBody(content = @Content(example = EXAMPLE)) JsonFields body) {
        ContainmentRequest request = new ContainmentRequest(
                body.parsed("status", ContainmentRequest::status).orElse(AccountStatus.SEND_BLOCKED),
                body.instant("statusUntil"),
                body.requiredText("reason"),
                body.clearText("password"),
                new ContainmentRequest.Keeps(
                        body.bool("keepPassword", false),
                        body.bool("keepAppPasswords", false),
                        body.bool("keepSessions", false)));
        return service.contain(key, request, body.errors());
    }
}
