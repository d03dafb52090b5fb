// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.EntityCheck;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.PagedQuery;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Plan;
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

/**
 * The plans, which accounts have limits of: {@code /api/v1/plans}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/plans")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
@ApplicationScoped
@Transacted
@Tag(name = "limits")
public class PlanResource {
    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private PagedQuery sorted;

    @Inject
    private EntityCheck rules;

    @GET
    @Operation(summary = "Lists plans by name, or in the order of sort, such as -name")
    public Page<PlanBody> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(after, limit);
        return Page.of(sorted.page(Plan.class, sort, range), range, PlanBody::of, Plan::name);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Shows a plan")
    public PlanBody get(@PathParam("name") String key) {
        return PlanBody.of(found(PathKey.name(key)));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Makes or replaces a plan; its accounts have the new limits within a second")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = PlanBody.class))) JsonFields body) {
        String name = PathKey.name(key);
        body.key("name", name, Address::lowerCase);
        Optional<SendLimits> limits = body.limits("sendLimits");
        body.check();
        Optional<Plan> old = directory.find(Plan.class, name);
        @Nullable PlanBody before = old.map(PlanBody::of).orElse(null);
        changes.expect(before);
        Plan plan = old.orElseGet(() -> new Plan(name));
        plan.setSendLimits(limits);
        rules.check(plan);
        if (old.isEmpty()) {
            directory.add(plan);
        }
        directory.flush();
        PlanBody after = PlanBody.of(plan);
        changes.record("plan", name, before, after);
        return Answers.put(old.isEmpty(), "plans", name, after);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Operation(summary = "Deletes a plan that no account has")
    public Response delete(@PathParam("name") String key) {
        Plan plan = found(PathKey.name(key));
        long accounts = directory.accountsOn(plan);
        if (accounts > 0) {
            throw ProblemException.conflict(
                    "The plan \"" + plan.name() + "\" has " + accounts + " accounts; give them another first.");
        }
        PlanBody before = PlanBody.of(plan);
        changes.expect(before);
        directory.remove(plan);
        directory.flush();
        changes.record("plan", plan.name(), before, null);
        return Response.noContent().build();
    }

    private Plan found(String name) {
        return directory.find(Plan.class, name).orElseThrow(() -> ProblemException.notFound("plan", name));
    }
}
