// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.service.list.Page;
import dev.sekisho.service.staff.StaffBody;
import dev.sekisho.service.staff.StaffService;
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

/**
 * The domains that staff with the role {@code sekisho-domain-support} manage: {@code /api/v1/staff}. Users and their
 * roles are in the server's registry.
 */
@ThreadSafe
@Path("/v1/staff")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "staff")
public class StaffResource {
    @Inject
    private StaffService service;

    @GET
    @Operation(summary = "List users and their domains by name")
    public Page<StaffBody> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        return service.list(Page.Range.of(after, limit));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show the domains of a user")
    public StaffBody get(@PathParam("name") String key) {
        return service.get(key);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Set the domains of a user",
            description = "It takes effect at the next request. It"
                    + " applies to users with the role sekisho-domain-support and without a role for all domains.")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = StaffBody.class))) JsonFields body) {
        body.key("name", key, text -> text);
        return Answers.put("staff", service.put(key, body.texts("domains"), body.errors()));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Delete an entry: the user has no domains any more")
    public Response delete(@PathParam("name") String key) {
        service.delete(key);
        return Response.noContent().build();
    }
}
