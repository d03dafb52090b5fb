// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.domain;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.MergePatches;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.net.HostPort;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.change.Etags;
import dev.sekisho.service.domain.DomainBody;
import dev.sekisho.service.domain.DomainRequest;
import dev.sekisho.service.domain.DomainService;
import dev.sekisho.service.list.Page;
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

/** Domains: {@code /api/v1/domains}. */
@ThreadSafe
@Path("/v1/domains")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "domains")
public class DomainResource {
    @Inject
    private DomainService service;

    @Inject
    private MergePatches patches;

    @GET
    @Operation(summary = "List domains by name or by sort")
    public Page<DomainBody> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return service.list(sort, Page.Range.of(after, limit));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show a domain")
    public DomainBody get(@PathParam("name") String key) {
        return service.get(key);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create or replace a domain; it inherits absent members from the installation")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = DomainBody.class))) JsonFields body) {
        body.key("name", PathKey.name(key), Address::lowerCase);
        DomainRequest request = new DomainRequest(
                body.parsed("language", Language::ofWord),
                body.parsed("mxHosts", DomainResource::mxHosts),
                body.permissions(),
                body.limits("sendLimits"),
                body.limits("poolLimits"),
                body.parsed("unknownRecipient", UnknownRecipientReply::ofWord),
                body.text(Etags.VERSION));
        return Answers.put("domains", service.put(key, request, body.errors()));
    }

    @PATCH
    @Path("{name}")
    @Consumes(MergePatches.MEDIA_TYPE)
    @Operation(
            summary = "Change members of a domain (JSON Merge Patch, RFC 7396)",
            description = "null removes a member. 412 if the entry changed meanwhile: repeat the request.")
    public Response patch(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = DomainBody.class))) JsonFields patch) {
        return put(key, patches.apply(patch, service.get(key)));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Delete a domain that has no accounts and no aliases")
    public Response delete(@PathParam("name") String key) {
        service.delete(key);
        return Response.noContent().build();
    }

    private static String mxHosts(String text) {
        HostPort.parseList(text, 1);
        return text;
    }
}
