// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import dev.sekisho.api.domain.DomainBody;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.PathEntities;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.EffectiveLimits;
import dev.sekisho.directory.Installation;
import dev.sekisho.limit.SendLimits;
import jakarta.annotation.security.RolesAllowed;
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
 * Send limits by themselves: {@code /api/v1/limits}. They can be changed here without the rest of an account or domain, and
 * every answer says which limits apply and whose they are.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/limits")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Transacted
@Tag(name = "limits")
public class LimitsResource {
    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
    @Path("installation")
    @Operation(summary = "Shows the limits of whoever has none nearer")
    public LimitsBody ofInstallation() {
        SendLimits limits = directory.installation().sendLimits();
        return LimitsBody.of(Optional.of(limits), new EffectiveLimits(limits, EffectiveLimits.Origin.INSTALLATION));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("installation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets the limits of whoever has none nearer")
    public LimitsBody setInstallation(
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        SendLimits limits = asked(body).orElse(SendLimits.UNLIMITED);
        Installation installation = directory.installation();
        LimitsBody before = ofInstallation();
        changes.expect(before);
        installation.setSendLimits(limits);
        directory.flush();
        LimitsBody after = ofInstallation();
        changes.record("limits", "installation", before, after);
        return after;
    }

    @GET
    @Path("domains/{name}")
    @Operation(summary = "Shows the limits of a domain")
    public LimitsBody ofDomain(@PathParam("name") String key) {
        return body(entries.domain(key));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("domains/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets the limits of a domain")
    public LimitsBody setDomain(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        Optional<SendLimits> limits = asked(body);
        return change(entries.domain(key), limits);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("domains/{name}")
    @Operation(summary = "Makes a domain inherit the installation's limits")
    public Response inheritDomain(@PathParam("name") String key) {
        change(entries.domain(key), Optional.empty());
        return Response.noContent().build();
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("domains/{name}/pool")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets the limits that all accounts of a domain share")
    public DomainBody setPool(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        body.requiredText("sendLimits");
        Optional<SendLimits> limits = withoutBar(body, "sendLimits");
        body.check();
        return changePool(entries.domain(key), limits);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("domains/{name}/pool")
    @Operation(summary = "Makes the accounts of a domain share no limit")
    public Response removePool(@PathParam("name") String key) {
        changePool(entries.domain(key), Optional.empty());
        return Response.noContent().build();
    }

    @GET
    @Path("accounts/{address}")
    @Operation(summary = "Shows the limits of an account")
    public LimitsBody ofAccount(@PathParam("address") String key) {
        return body(entries.account(key));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("accounts/{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets the limits of an account")
    public LimitsBody setAccount(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = LimitsBody.class))) JsonFields body) {
        Optional<SendLimits> limits = asked(body);
        return change(entries.account(key), limits);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("accounts/{address}")
    @Operation(summary = "Makes an account inherit its domain's limits")
    public Response inheritAccount(@PathParam("address") String key) {
        change(entries.account(key), Optional.empty());
        return Response.noContent().build();
    }

    private DomainBody changePool(Domain domain, Optional<SendLimits> limits) {
        DomainBody before = DomainBody.of(domain);
        changes.expect(before);
        domain.setPoolLimits(limits);
        directory.flush();
        DomainBody after = DomainBody.of(domain);
        changes.record("domain", domain.name(), before, after);
        return after;
    }

    private LimitsBody change(Domain domain, Optional<SendLimits> limits) {
        LimitsBody before = body(domain);
        changes.expect(before);
        domain.setSendLimits(limits);
        directory.flush();
        LimitsBody after = body(domain);
        changes.record("limits", domain.name(), before, after);
        return after;
    }

    private LimitsBody change(Account account, Optional<SendLimits> limits) {
        LimitsBody before = body(account);
        changes.expect(before);
        account.setSendLimits(limits);
        directory.flush();
        LimitsBody after = body(account);
        changes.record("limits", account.address(), before, after);
        return after;
    }

    /** Limits, or empty for the word {@code inherit}. */
    private static Optional<SendLimits> asked(JsonFields body) {
        // What the answer has beside it may come back with it.
        body.ignore("effective", "from");
        body.requiredText("sendLimits");
        Optional<SendLimits> limits = body.limits("sendLimits");
        body.check();
        return limits;
    }

    /** Limits that several accounts share: whoever comes last must not be send-blocked for what the others have sent. */
    public static Optional<SendLimits> withoutBar(JsonFields body, String name) {
        Optional<SendLimits> limits = body.limits(name);
        if (limits.filter(SendLimits::sendBlocks).isPresent()) {
            body.error(name, "must not bar: the limit is not one account's");
        }
        return limits;
    }

    private LimitsBody body(Domain domain) {
        return LimitsBody.of(domain.sendLimits(), directory.effectiveLimits(domain));
    }

    private LimitsBody body(Account account) {
        return LimitsBody.of(account.sendLimits(), directory.effectiveLimits(account));
    }
}
