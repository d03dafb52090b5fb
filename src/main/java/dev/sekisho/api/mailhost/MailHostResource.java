// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.mailhost;

import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.EntityCheck;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.PagedQuery;
import dev.sekisho.api.http.PathEntities;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.MailHostState;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The mail hosts: {@code /api/v1/mail-hosts}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/mail-hosts")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
@ApplicationScoped
@Transacted
@Tag(name = "mail hosts")
public class MailHostResource {
    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private PagedQuery sorted;

    @Inject
    private EntityCheck rules;

    @GET
    @Operation(summary = "Lists mail hosts by name, or in the order of sort, such as -name")
    public Page<MailHostBody> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(after, limit);
        return Page.of(sorted.page(MailHost.class, sort, range), range, MailHostBody::of, MailHost::name);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Shows a mail host")
    public MailHostBody get(@PathParam("name") String key) {
        return MailHostBody.of(entries.mailHost(key));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Makes or replaces a mail host; only address is required, other members have defaults")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = MailHostBody.class))) JsonFields body) {
        String name = PathKey.name(key);
        MailHost asked = new MailHost(name, body.requiredText("address"));
        body.key("name", name, Address::lowerCase);
        asked.setPorts(
                body.integer("imapPort").orElse(asked.imapPort()),
                body.integer("pop3Port").orElse(asked.pop3Port()),
                body.integer("smtpPort").orElse(asked.smtpPort()));
        asked.setQuotaPort(body.integer("quotaPort"));
        try {
            asked.setQuotaAddresses(body.texts("quotaAddresses"));
        } catch (IllegalArgumentException e) {
            body.error("quotaAddresses", String.valueOf(e.getMessage()));
        }
        asked.setDoveadmUrl(body.text("doveadmUrl"));
        asked.setState(body.parsed("state", MailHostState::ofWord).orElse(asked.state()));
        asked.setSmtpAddress(body.text("smtpAddress"));
        asked.setProbed(body.bool("probe", true));
        body.check();
        rules.check(asked);
        Optional<MailHost> old = directory.find(MailHost.class, name);
        @Nullable MailHostBody before = old.map(MailHostBody::of).orElse(null);
        changes.expect(before);
        old.ifPresentOrElse(host -> host.become(asked), () -> directory.add(asked));
        directory.flush();
        MailHostBody after = MailHostBody.of(asked);
        changes.record("mail-host", name, before, after);
        return Answers.put(old.isEmpty(), "mail-hosts", name, after);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Operation(summary = "Deletes a mail host that no account is on")
    public Response delete(@PathParam("name") String key) {
        MailHost host = entries.mailHost(key);
        MailHostBody before = MailHostBody.of(host);
        changes.expect(before);
        long accounts = directory.accountsOn(host);
        if (accounts > 0) {
            throw ProblemException.conflict(
                    "The mail host \"" + host.name() + "\" has " + accounts + " accounts; move or delete them first.");
        }
        directory.remove(host);
        directory.flush();
        changes.record("mail-host", host.name(), before, null);
        return Response.noContent().build();
    }
}
