// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.exemption;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.directory.SendExemption;
import dev.sekisho.service.exemption.ExemptionBody;
import dev.sekisho.service.exemption.ExemptionRequest;
import dev.sekisho.service.exemption.SendExemptionService;
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

/** Accounts, domains and networks that no send limit applies to: {@code /api/v1/limits/exemptions}. */
@ThreadSafe
@Path("/v1/limits/exemptions")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "limits")
public class SendExemptionResource {
    @Inject
    private SendExemptionService service;

    @GET
    @Operation(summary = "List exemptions by name, those that have ended too")
    public Page<ExemptionBody> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        return service.list(Page.Range.of(after, limit));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show an exemption")
    public ExemptionBody get(@PathParam("name") String key) {
        return service.get(key);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create or replace an exemption",
            description =
                    "Takes subject (an account, a domain as @example.org, or a client network), reason, and optionally"
                            + " expiresAt in ISO 8601. Mail of the subject passes and is not counted.")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = ExemptionBody.class))) JsonFields body) {
        ExemptionRequest request = ExemptionFields.read(key, body, SendExemption::subject);
        return Answers.put("limits/exemptions", service.put(key, request, body.errors()));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "End an exemption")
    public Response delete(@PathParam("name") String key) {
        service.delete(key);
        return Response.noContent().build();
    }
}
