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

/** Limits and usage of mailboxes, as mail hosts report them: {@code /api/v1/mailboxes}. */
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
            summary = "Show limit and usage of a mailbox as its mail host reports them, and whether it is nearly full")
    public MailboxBody get(@PathParam("address") String key) {
        return service.get(key);
    }

    @POST
    @Path("{address}/changed")
    @Operation(summary = "Drop what is cached about a mailbox, because mail was delivered or deleted")
    public Response changed(@PathParam("address") String key) {
        service.changed(key);
        return Response.noContent().build();
    }
}
