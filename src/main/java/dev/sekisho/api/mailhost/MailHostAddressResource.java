// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.mailhost;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.service.mailhost.MailHostAddressBody;
import dev.sekisho.service.mailhost.MailHostAddressService;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The addresses of a mail host, their reachability and their states: {@code /api/v1/mail-hosts/{name}/addresses}. */
@ThreadSafe
@Path("/v1/mail-hosts/{name}/addresses")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "mail hosts")
public class MailHostAddressResource {
    @Inject
    private MailHostAddressService service;

    @GET
    @Operation(summary = "Show the addresses of a mail host, its main address first, and whether they answer")
    public List<MailHostAddressBody> list(@PathParam("name") String key) {
        return service.list(key);
    }

    @PUT
    @Path("{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Add an address to a mail host, or set the state of an address",
            description = "state is up, draining (no new logins while another address can take them) or down.")
    public List<MailHostAddressBody> put(
            @PathParam("name") String key,
            @PathParam("address") String address,
            @RequestBody(content = @Content(schema = @Schema(implementation = MailHostAddressBody.class)))
                    JsonFields body) {
        MailHostState state = body.parsed("state", MailHostState::ofWord).orElse(MailHostState.UP);
        body.ignore("address", "imap", "pop3", "smtp");
        return service.put(key, address, state, body.errors());
    }

    @DELETE
    @Path("{address}")
    @Operation(summary = "Remove an address from a mail host; the main address becomes up instead")
    public Response delete(@PathParam("name") String key, @PathParam("address") String address) {
        service.delete(key, address);
        return Response.noContent().build();
    }
}
