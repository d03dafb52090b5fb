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
 * Send limits alone, without the rest of an account or domain: {@code /api/v1/limits}. Every answer has the effective
 * limits and their origin.
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
    @Operation(summary = "Show the limits of the installation")
    public LimitsBody ofInstallation() {
        return service.ofInstallation();
    }

    @PUT
    @Path("installation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Set the limits of the installation, which domains and accounts inherit")
    public LimitsBody setInstallation(
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        return service.setInstallation(read(body), body.errors());
    }

    @GET
    @Path("domains/{name}")
    @Operation(summary = "Show the limits of a domain")
    public LimitsBody ofDomain(@PathParam("name") String key) {
        return service.ofDomain(key);
    }

    @PUT
    @Path("domains/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Set the limits of a domain")
    public LimitsBody setDomain(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        return service.setDomain(key, read(body), body.errors());
    }

    @DELETE
    @Path("domains/{name}")
    @Operation(summary = "Remove the limits of a domain: it inherits those of the installation")
    public Response inheritDomain(@PathParam("name") String key) {
        service.setDomain(key, Optional.empty(), new FieldErrors());
        return Response.noContent().build();
    }

    @PUT
    @Path("domains/{name}/pool")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Set the pool of a domain: the limits that all its accounts share")
    public DomainBody setPool(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        body.requiredText("sendLimits");
        return service.setPool(key, body.limits("sendLimits"), body.errors());
    }

    @DELETE
    @Path("domains/{name}/pool")
    @Operation(summary = "Remove the pool of a domain")
    public Response removePool(@PathParam("name") String key) {
        service.setPool(key, Optional.empty(), new FieldErrors());
        return Response.noContent().build();
    }

    @GET
    @Path("accounts/{address}")
    @Operation(summary = "Show the limits of an account")
    public LimitsBody ofAccount(@PathParam("address") String key) {
        return service.ofAccount(key);
    }

    @PUT
    @Path("accounts/{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Set the limits of an account")
    public LimitsBody setAccount(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        return service.setAccount(key, read(body), body.errors());
    }

    @DELETE
    @Path("accounts/{address}")
    @Operation(summary = "Remove the limits of an account: it inherits those of its plan or domain")
    public Response inheritAccount(@PathParam("address") String key) {
        service.setAccount(key, Optional.empty(), new FieldErrors());
        return Response.noContent().build();
    }

    /** Limits, or empty for the word {@code inherit}. */
    private static Optional<SendLimits> read(JsonFields body) {
        // So that a client can PUT what GET showed.
        body.ignore("effective", "from", "warnings");
        body.requiredText("sendLimits");
        return body.limits("sendLimits");
    }
}
