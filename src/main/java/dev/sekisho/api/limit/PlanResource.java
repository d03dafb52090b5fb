// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.MergePatches;
import dev.sekisho.directory.Address;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.limit.PlanBody;
import dev.sekisho.service.limit.PlanService;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Plans: {@code /api/v1/plans}. */
@ThreadSafe
@Path("/v1/plans")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "limits")
public class PlanResource {
    @Inject
    private PlanService service;

    @Inject
    private MergePatches patches;

    @GET
    @Operation(summary = "List plans by name or by sort")
    public Page<PlanBody> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return service.list(sort, Page.Range.of(after, limit));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show a plan")
    public PlanBody get(@PathParam("name") String key) {
        return service.get(key);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create or replace a plan; its accounts get the new limits within a second")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = PlanBody.class))) JsonFields body) {
        body.key("name", PathKey.name(key), Address::lowerCase);
        Optional<SendLimits> limits = body.limits("sendLimits");
        return Answers.put("plans", service.put(key, limits, body.errors()));
    }

    @PATCH
    @Path("{name}")
    @Consumes(MergePatches.MEDIA_TYPE)
    @Operation(
            summary = "Change members of a plan (JSON Merge Patch, RFC 7396)",
            description = "null removes a member. 412 if the entry changed meanwhile: repeat the request.")
    public Response patch(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = PlanBody.class))) JsonFields patch) {
        return put(key, patches.apply(patch, service.get(key)));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Delete a plan that no account has")
    public Response delete(@PathParam("name") String key) {
        service.delete(key);
        return Response.noContent().build();
    }
}
