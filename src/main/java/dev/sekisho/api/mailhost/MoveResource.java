// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.mailhost;

import dev.sekisho.api.account.AccountBody;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.PathEntities;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.MailHost;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The move of a mailbox to another mail host: {@code /api/v1/accounts/{address}/move}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/accounts/{address}/move")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
@ApplicationScoped
@Transacted
@Tag(name = "accounts")
public class MoveResource {
    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private Clock clock;

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begins a move to the mail host \"to\": until it ends, logins are told to try later")
    public AccountBody begin(
            @PathParam("address") String key,
            @RequestBody(
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(type = SchemaType.OBJECT, example = "{\"to\": \"mail2\"}")))
                    JsonFields body) {
        String host = Address.lowerCase(body.requiredText("to"));
        body.check();
        if (directory.find(MailHost.class, host).isEmpty()) {
            body.error("to", "must be a mail host of the directory");
        }
        body.check();
        Account account = entries.account(key);
        AccountBody before = AccountBody.of(account);
        changes.expect(before);
        account.moveTo(host, clock.instant());
        directory.flush();
        AccountBody after = AccountBody.of(account);
        changes.record("account", account.address(), before, after);
        return after;
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Path("end")
    @Operation(summary = "Ends a move: from the next login on the mailbox is on the new mail host")
    public AccountBody end(@PathParam("address") String key) {
        return end(key, true);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Calls a move off: the mailbox stays where it was")
    public AccountBody callOff(@PathParam("address") String key) {
        return end(key, false);
    }

    private AccountBody end(String key, boolean moved) {
        Account account = entries.account(key);
        if (account.movingTo().isEmpty()) {
            throw ProblemException.conflict("The mailbox of \"" + account.address() + "\" is not being moved.");
        }
        AccountBody before = AccountBody.of(account);
        changes.expect(before);
        account.endMove(moved);
        directory.flush();
        AccountBody after = AccountBody.of(account);
        changes.record("account", account.address(), before, after);
        return after;
    }
}
