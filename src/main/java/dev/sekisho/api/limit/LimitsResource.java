// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.domain.DomainBody;
import dev.sekisho.service.limit.LimitService;
import dev.sekisho.service.limit.LimitsBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Send limits by themselves: {@code /api/v1/limits}. They can be changed here without the rest of an account or domain,
 * and every answer says which limits apply and whose they are.
 */
@ThreadSafe
@Path("/v1/limits")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "limits")
public class LimitsResource {
    @Inject
    private LimitService service;

    @GET
    @Path("installation")
    @Operation(summary = "Shows the limits of whoever has none nearer")
    public LimitsBody ofInstallation() {
        return service.ofInstallation();
    }

    @PUT
    @Path("installation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets the limits of whoever has none nearer")
    public LimitsBody setInstallation(
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        return service.setInstallation(asked(body), body.errors());
    }

    @GET
    @Path("domains/{name}")
    @Operation(summary = "Shows the limits of a domain")
    public LimitsBody ofDomain(@PathParam("name") String key) {
        return service.ofDomain(key);
    }

    @PUT
    @Path("domains/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets the limits of a domain")
    public LimitsBody setDomain(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        return service.setDomain(key, asked(body), body.errors());
    }

    @DELETE
    @Path("domains/{name}")
    @Operation(summary = "Makes a domain inherit the installation's limits")
    public Response inheritDomain(@PathParam("name") String key) {
        service.setDomain(key, Optional.empty(), new FieldErrors());
        return Response.noContent().build();
    }

    @PUT
    @Path("domains/{name}/pool")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets the limits that all accounts of a domain share")
    public DomainBody setPool(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        body.requiredText("sendLimits");
        return service.setPool(key, body.limits("sendLimits"), body.errors());
    }

    @DELETE
    @Path("domains/{name}/pool")
    @Operation(summary = "Makes the accounts of a domain share no limit")
    public Response removePool(@PathParam("name") String key) {
        service.setPool(key, Optional.empty(), new FieldErrors());
        return Response.noContent().build();
    }

    @GET
    @Path("accounts/{address}")
    @Operation(summary = "Shows the limits of an account")
    public LimitsBody ofAccount(@PathParam("address") String key) {
        return service.ofAccount(key);
    }

    @PUT
    @Path("accounts/{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets the limits of an account")
    public LimitsBody setAccount(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        return service.setAccount(key, asked(body), body.errors());
    }

    @DELETE
    @Path("accounts/{address}")
    @Operation(summary = "Makes an account inherit its domain's limits")
    public Response inheritAccount(@PathParam("address") String key) {
        service.setAccount(key, Optional.empty(), new FieldErrors());
        return Response.noContent().build();
    }

    /** Limits, or empty for the word {@code inherit}. */
    private static Optional<SendLimits> asked(JsonFields body) {
        // What the answer has beside it may come back with it.
        body.ignore("effective", "from");
        body.requiredText("sendLimits");
        return body.limits("sendLimits");
    }
}
