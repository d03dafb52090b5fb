// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.bruteforce.ExemptionBody;
import dev.sekisho.service.bruteforce.ExemptionRequest;
import dev.sekisho.service.bruteforce.ExemptionService;
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

/** Accounts and networks that no rule against attackers applies to: {@code /api/v1/exemptions}. */
@ThreadSafe
@Path("/v1/exemptions")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "attackers")
public class ExemptionResource {
    @Inject
    private ExemptionService service;

    @GET
    @Operation(summary = "Lists exemptions by name, those that are over too")
    public Page<ExemptionBody> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        return service.list(Page.Range.of(after, limit));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Shows an exemption")
    public ExemptionBody get(@PathParam("name") String name) {
        return service.get(name);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Makes or replaces an exemption; it holds on every node within some two seconds",
            description =
                    "Takes subject (an account, a literal address, or a network such as 192.0.2.0/24), reason, and"
                            + " perhaps until in ISO 8601.")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = ExemptionBody.class))) JsonFields body) {
        body.key("name", PathKey.name(key), PathKey::name);
        body.requiredText("subject");
        body.ignore("by", "since");
        ExemptionRequest request = new ExemptionRequest(
                body.parsed("subject", ExemptionService::subject).orElse(""),
                body.requiredText("reason"),
                body.instant("until"));
        return Answers.put("exemptions", service.put(key, request, body.errors()));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Ends an exemption")
    public Response delete(@PathParam("name") String name) {
        service.delete(name);
        return Response.noContent().build();
    }
}
