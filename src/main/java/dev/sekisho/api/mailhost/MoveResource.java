// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.mailhost;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.service.account.AccountBody;
import dev.sekisho.service.account.MoveService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The move of a mailbox to another mail host: {@code /api/v1/accounts/{address}/move}. */
@ThreadSafe
@Path("/v1/accounts/{address}/move")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "accounts")
public class MoveResource {
    @Inject
    private MoveService service;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Start a move to the mail host \"to\"; until it ends, logins get a temporary failure")
    public AccountBody begin(
            @PathParam("address") String key,
            @RequestBody(
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(type = SchemaType.OBJECT, example = "{\"to\": \"mail2\"}")))
                    JsonFields body) {
        return service.begin(key, body.requiredText("to"), body.errors());
    }

    @POST
    @Path("end")
    @Operation(summary = "Finish a move: from the next login on, the mailbox is on the new mail host")
    public AccountBody end(@PathParam("address") String key) {
        return service.end(key, true);
    }

    @DELETE
    @Operation(summary = "Cancel a move: the mailbox stays on its mail host")
    public AccountBody cancel(@PathParam("address") String key) {
        return service.end(key, false);
    }
}
