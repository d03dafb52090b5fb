// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.StaffScope;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.quota.QuotaProxy;
import dev.sekisho.quota.cache.MailboxRooms;
import jakarta.annotation.security.RolesAllowed;
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

/**
 * What mail hosts tell about mailboxes: {@code /api/v1/mailboxes}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/mailboxes")
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains("mailbox")
@ApplicationScoped
@Tag(name = "mailboxes")
public class MailboxResource {
    @Inject
    private StaffScope scope;

    @Inject
    private QuotaProxy quota;

    @Inject
    private MailboxRooms rooms;

    @GET
    @Path("{address}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Shows limit and usage of a mailbox, as its mail host tells them, and whether it is nearly full")
    public MailboxBody get(@PathParam("address") String key) {
        String address = PathKey.address(key).toString();
        // An alias may lead to a mailbox of another domain, whose mail host is not even asked then.
        return MailboxBody.of(rooms.mailbox(address)
                .filter(scope::covers)
                .flatMap(rooms::find)
                .orElseThrow(() -> ProblemException.notFound("mailbox", address)));
    }

    @POST
    @RolesAllowed({Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
    @Path("{address}/changed")
    @Operation(summary = "Tells that mail was delivered to a mailbox or deleted from it: the next question is put anew")
    public Response changed(@PathParam("address") String key) {
        String address = PathKey.address(key).toString();
        rooms.mailbox(address).ifPresent(mailbox -> scope.expectChangeable("mailbox", mailbox));
        quota.mailboxChanged(address);
        return Response.noContent().build();
    }
}
