// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.exemption;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.service.exemption.BruteForceExemptionService;
import dev.sekisho.service.exemption.ExemptionBody;
import dev.sekisho.service.exemption.ExemptionRequest;
import dev.sekisho.service.list.Page;
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

/** Accounts, addresses and networks that brute-force protection does not apply to: {@code /api/v1/exemptions}. */
@ThreadSafe
@Path("/v1/exemptions")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "brute-force protection")
public class BruteForceExemptionResource {
    @Inject
    private BruteForceExemptionService service;

    @GET
    @Operation(summary = "List exemptions by name, those that have ended too")
    public Page<ExemptionBody> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        return service.list(Page.Range.of(after, limit));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show an exemption")
    public ExemptionBody get(@PathParam("name") String name) {
        return service.get(name);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create or replace an exemption; it applies on every node within about two seconds",
            description = "Takes subject (an account, an address, or a network such as 192.0.2.0/24), reason, and"
                    + " optionally expiresAt in ISO 8601.")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = ExemptionBody.class))) JsonFields body) {
        ExemptionRequest request = ExemptionFields.read(key, body, BruteForceExemptionService::subject);
        return Answers.put("exemptions", service.put(key, request, body.errors()));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "End an exemption")
    public Response delete(@PathParam("name") String name) {
        service.delete(name);
        return Response.noContent().build();
    }
}
