// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.MergePatches;
import dev.sekisho.directory.Address;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.account.AliasBody;
import dev.sekisho.service.account.AliasService;
import dev.sekisho.service.change.Etags;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Aliases: {@code /api/v1/aliases}. */
@ThreadSafe
@Path("/v1/aliases")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "aliases")
public class AliasResource {
    @Inject
    private AliasService service;

    @Inject
    private MergePatches patches;

    @GET
    @Operation(summary = "List aliases by address or by sort")
    public Page<AliasBody> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return service.list(sort, Page.Range.of(after, limit));
    }

    @GET
    @Path("{address}")
    @Operation(summary = "Show an alias")
    public AliasBody get(@PathParam("address") String key) {
        return service.get(key);
    }

    @PUT
    @Path("{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create or replace an alias of an address, or of a whole domain as @example.org")
    public Response put(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = AliasBody.class))) JsonFields body) {
        body.key("address", PathKey.aliasAddress(key).toString(), Address::lowerCase);
        List<Address> targets = targets(body);
        Optional<String> version = body.text(Etags.VERSION);
        return Answers.put("aliases", service.put(key, targets, version, body.errors()));
    }

    @PATCH
    @Path("{address}")
    @Consumes(MergePatches.MEDIA_TYPE)
    @Operation(
            summary = "Change members of an alias (JSON Merge Patch, RFC 7396)",
            description = "null removes a member. 412 if the entry changed meanwhile: repeat the request.")
    public Response patch(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = AliasBody.class))) JsonFields patch) {
        return put(key, patches.apply(patch, service.get(key)));
    }

    @DELETE
    @Path("{address}")
    @Operation(summary = "Delete an alias")
    public Response delete(@PathParam("address") String key) {
        service.delete(key);
        return Response.noContent().build();
    }

    private static List<Address> targets(JsonFields body) {
        List<Address> targets = new ArrayList<>();
        List<String> texts = body.texts("targets");
        for (int i = 0; i < texts.size(); i++) {
            Optional<Address> target = Address.parseAny(texts.get(i));
            target.ifPresent(targets::add);
            if (target.isEmpty()) {
                body.error("targets[" + i + "]", "must be a mail address, or a whole domain as @example.org");
            }
        }
        if (texts.isEmpty()) {
            body.error("targets", "must have at least one address");
        }
        return targets;
    }
}
