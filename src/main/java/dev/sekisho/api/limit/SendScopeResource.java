// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.MergePatches;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.limit.CountersBody;
import dev.sekisho.service.limit.SendScopeBody;
import dev.sekisho.service.limit.SendScopeRequest;
import dev.sekisho.service.limit.SendScopeService;
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

/** Limits of client networks, envelope senders and policy contexts: {@code /api/v1/limits/scopes}. */
@ThreadSafe
@Path("/v1/limits/scopes")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "limits")
public class SendScopeResource {
    @Inject
    private SendScopeService service;

    @Inject
    private MergePatches patches;

    @GET
    @Operation(summary = "List scopes by name")
    public Page<SendScopeBody> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        return service.list(Page.Range.of(after, limit));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show a scope")
    public SendScopeBody get(@PathParam("name") String key) {
        return service.get(key);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create or replace a scope",
            description =
                    "All mail from a network, with an envelope sender or with a policy_context shares these limits.")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = SendScopeBody.class))) JsonFields body) {
        body.key("name", PathKey.name(key), Address::lowerCase);
        body.requiredText("kind");
        body.requiredText("subject");
        ScopeKind kind = body.parsed("kind", ScopeKind::ofWord).orElse(ScopeKind.NETWORK);
        SendScopeRequest request = new SendScopeRequest(
                kind,
                body.parsed("subject", kind::subject).orElse(""),
                body.limits("sendLimits"),
                body.parsed("noLogin", UnauthenticatedPolicy::ofWord).orElse(UnauthenticatedPolicy.COUNT),
                body.parsed("nullSender", UnauthenticatedPolicy::ofWord).orElse(UnauthenticatedPolicy.COUNT));
        return Answers.put("limits/scopes", service.put(key, request, body.errors()));
    }

    @PATCH
    @Path("{name}")
    @Consumes(MergePatches.MEDIA_TYPE)
    @Operation(
            summary = "Change members of a scope (JSON Merge Patch, RFC 7396)",
            description = "null removes a member. 412 if the entry changed meanwhile: repeat the request.")
    public Response patch(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = SendScopeBody.class))) JsonFields patch) {
        return put(key, patches.apply(patch, service.get(key)));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Delete a scope")
    public Response delete(@PathParam("name") String key) {
        service.delete(key);
        return Response.noContent().build();
    }

    @GET
    @Path("{name}/counters")
    @Operation(summary = "Show the used amounts of each limit of a scope")
    public CountersBody used(@PathParam("name") String key) {
        return service.counters(key);
    }

    @DELETE
    @Path("{name}/counters")
    @Operation(summary = "Reset the counters of a scope")
    public Response reset(@PathParam("name") String key) {
        service.resetCounters(key);
        return Response.noContent().build();
    }
}
