// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.SendExemption;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What no send limit applies to: {@code /api/v1/limits/exemptions}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/limits/exemptions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
@ApplicationScoped
@Transacted
@Tag(name = "limits")
public class SendExemptionResource {
    /** Sizes of the columns, in characters. */
    private static final int NAME = 100;

    private static final int REASON = 500;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private Clock clock;

    @GET
    @Operation(summary = "Lists exemptions by name")
    public Page<SendExemptionBody> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(after, limit);
        return Page.of(
                directory.page(SendExemption.class, range.after(), range.limit() + 1),
                range,
                SendExemptionBody::of,
                SendExemption::name);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Shows an exemption")
    public SendExemptionBody get(@PathParam("name") String key) {
        return SendExemptionBody.of(found(PathKey.name(key)));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Makes or replaces an exemption",
            description = "Mail of the account, the domain or the client network passes and is not counted.")
    public Response put(
            @PathParam("name") String key,
            @Context SecurityContext user,
            @RequestBody(content = @Content(schema = @Schema(implementation = SendExemptionBody.class)))
                    JsonFields body) {
        String name = PathKey.name(key);
        body.key("name", name, Address::lowerCase);
        body.ignore("madeBy", "madeAt");
        body.requiredText("subject");
        String subject = body.parsed("subject", SendExemption::subject).orElse("");
        String reason = body.requiredText("reason");
        Optional<Instant> expiresAt = body.instant("expiresAt");
        if (name.length() > NAME) {
            body.error("name", "must not have more than " + NAME + " characters");
        }
        if (reason.isBlank() || reason.length() > REASON) {
            body.error("reason", "must have 1 to " + REASON + " characters");
        }
        body.check();
        Optional<SendExemption> old = directory.find(SendExemption.class, name);
        @Nullable SendExemptionBody before = old.map(SendExemptionBody::of).orElse(null);
        changes.expect(before);
        SendExemption exemption = old.orElseGet(() -> new SendExemption(name));
        exemption.set(subject, reason, expiresAt, user(user), clock.instant());
        if (old.isEmpty()) {
            directory.add(exemption);
        }
        directory.flush();
        SendExemptionBody after = SendExemptionBody.of(exemption);
        changes.record("send-exemption", name, before, after);
        return Answers.put(old.isEmpty(), "limits/exemptions", name, after);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Operation(summary = "Deletes an exemption")
    public Response delete(@PathParam("name") String key) {
        SendExemption exemption = found(PathKey.name(key));
        SendExemptionBody before = SendExemptionBody.of(exemption);
        changes.expect(before);
        directory.remove(exemption);
        directory.flush();
        changes.record("send-exemption", exemption.name(), before, null);
        return Response.noContent().build();
    }

    /** Who asks, as the row has it. */
    public static String user(SecurityContext context) {
        Principal user = context.getUserPrincipal();
        return user == null ? "" : user.getName();
    }

    private SendExemption found(String name) {
        return directory
                .find(SendExemption.class, name)
                .orElseThrow(() -> ProblemException.notFound("exemption", name));
    }
}
