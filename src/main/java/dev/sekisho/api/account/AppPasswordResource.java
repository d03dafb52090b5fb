// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.net.NetworkList;
import dev.sekisho.service.account.AppPasswordBody;
import dev.sekisho.service.account.AppPasswordRequest;
import dev.sekisho.service.account.AppPasswordService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The app passwords of an account: {@code /api/v1/accounts/{address}/app-passwords}. */
@ThreadSafe
@Path("/v1/accounts/{address}/app-passwords")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "accounts")
public class AppPasswordResource {
    @Inject
    private AppPasswordService service;

    @GET
    @Operation(summary = "List the app passwords of an account, including revoked ones, without the passwords")
    public List<AppPasswordBody> list(@PathParam("address") String key) {
        return service.list(key);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create an app password; only this answer contains it",
            description = "name is required. permissions may have imap, pop3, smtp, and networks such as"
                    + " 192.0.2.0/24; expiresAt is a time in ISO 8601.")
    public Response make(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = AppPasswordBody.class)))
                    JsonFields body) {
        JsonFields permissions = body.object("permissions");
        AppPasswordRequest request = new AppPasswordRequest(
                body.requiredName("name"),
                permissions.bool("imap", true),
                permissions.bool("pop3", true),
                permissions.bool("smtp", true),
                permissions.parsed("networks", NetworkList::parse),
                body.instant("expiresAt"));
        return Response.status(Response.Status.CREATED)
                .entity(service.make(key, request, body.errors()))
                .build();
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Revoke an app password from the next login on; it stays in the list")
    public Response revoke(@PathParam("address") String key, @PathParam("id") String id) {
        service.revoke(key, id);
        return Response.noContent().build();
    }
}
