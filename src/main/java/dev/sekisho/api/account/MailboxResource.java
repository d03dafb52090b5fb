// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.account.MailboxBody;
import dev.sekisho.service.account.MailboxService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What mail hosts tell about mailboxes: {@code /api/v1/mailboxes}. */
@ThreadSafe
@Path("/v1/mailboxes")
@ApplicationScoped
@Tag(name = "mailboxes")
public class MailboxResource {
    @Inject
    private MailboxService service;

    @GET
    @Path("{address}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Shows limit and usage of a mailbox, as its mail host tells them, and whether it is nearly full")
    public MailboxBody get(@PathParam("address") String key) {
        return service.get(key);
    }

    @POST
    @Path("{address}/changed")
    @Operation(summary = "Tells that mail was delivered to a mailbox or deleted from it: the next question is put anew")
    public Response changed(@PathParam("address") String key) {
        service.changed(key);
        return Response.noContent().build();
    }
}
