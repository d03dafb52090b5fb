// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.mailhost;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.service.Page;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.mailhost.MailHostBody;
import dev.sekisho.service.mailhost.MailHostService;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The mail hosts: {@code /api/v1/mail-hosts}. */
@ThreadSafe
@Path("/v1/mail-hosts")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "mail hosts")
public class MailHostResource {
    @Inject
    private MailHostService service;

    @GET
    @Operation(summary = "Lists mail hosts by name, or in the order of sort, such as -name")
    public Page<MailHostBody> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return service.list(sort, Page.Range.of(after, limit));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Shows a mail host")
    public MailHostBody get(@PathParam("name") String key) {
        return service.get(key);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Makes or replaces a mail host; only address is required, other members have defaults")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = MailHostBody.class))) JsonFields body) {
        MailHost asked = read(PathKey.name(key), body);
        return Answers.put("mail-hosts", service.put(asked, body.errors()));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Deletes a mail host that no account is on")
    public Response delete(@PathParam("name") String key) {
        service.delete(key);
        return Response.noContent().build();
    }

    private static MailHost read(String name, JsonFields body) {
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
        return asked;
    }
}
