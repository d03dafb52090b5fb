// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.mailhost;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.MergePatches;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.list.Page;
import dev.sekisho.service.mailhost.MailHostBody;
import dev.sekisho.service.mailhost.MailHostService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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

    @Inject
    private MergePatches patches;

    @GET
    @Operation(summary = "List mail hosts by name or by sort")
    public Page<MailHostBody> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return service.list(sort, Page.Range.of(after, limit));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show a mail host")
    public MailHostBody get(@PathParam("name") String key) {
        return service.get(key);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create or replace a mail host; only address is required")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = MailHostBody.class))) JsonFields body) {
        MailHost host = read(PathKey.name(key), body);
        return Answers.put("mail-hosts", service.put(host, body.errors()));
    }

    @PATCH
    @Path("{name}")
    @Consumes(MergePatches.MEDIA_TYPE)
    @Operation(
            summary = "Change members of a mail host (JSON Merge Patch, RFC 7396)",
            description = "null removes a member. 412 if the entry changed meanwhile: repeat the request.")
    public Response patch(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = MailHostBody.class))) JsonFields patch) {
        return put(key, patches.apply(patch, service.get(key)));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Delete a mail host that no account is on")
    public Response delete(@PathParam("name") String key) {
        service.delete(key);
        return Response.noContent().build();
    }

    private static MailHost read(String name, JsonFields body) {
        MailHost host = new MailHost(name, body.requiredText("address"));
        body.key("name", name, Address::lowerCase);
        host.setPorts(
                body.integer("imapPort").orElse(host.imapPort()),
                body.integer("pop3Port").orElse(host.pop3Port()),
                body.integer("smtpPort").orElse(host.smtpPort()));
        host.setQuotaPort(body.integer("quotaPort"));
        try {
            host.setQuotaAddresses(body.texts("quotaAddresses"));
        } catch (IllegalArgumentException e) {
            body.error("quotaAddresses", String.valueOf(e.getMessage()));
        }
        host.setDoveadmUrl(body.text("doveadmUrl"));
        host.setState(body.parsed("state", MailHostState::ofWord).orElse(host.state()));
        host.setSmtpAddress(body.text("smtpAddress"));
        host.setProbed(body.bool("probe", true));
        return host;
    }
}
