// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.EntityCheck;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.Staff;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Which domains the staff of some domains look after: {@code /api/v1/staff}. Who may sign in, and with which role, is the server's
 * registry's.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/staff")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
@ApplicationScoped
@Transacted
@Tag(name = "staff")
public class StaffResource {
    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private EntityCheck rules;

    @GET
    @Operation(summary = "Lists staff of some domains by name")
    public Page<StaffBody> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(after, limit);
        return Page.of(
                directory.page(Staff.class, range.after(), range.limit() + 1), range, StaffBody::of, Staff::name);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Shows which domains a user looks after")
    public StaffBody get(@PathParam("name") String key) {
        return StaffBody.of(found(key));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Sets which domains a user looks after",
            description = "It holds at the next request of whoever"
                    + " has the role sekisho-domain-support and none that is for everything.")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = StaffBody.class))) JsonFields body) {
        String name = name(key);
        body.key("name", name, text -> text);
        List<String> domains =
                body.texts("domains").stream().map(Address::lowerCase).toList();
        // Bounded before the database is asked about each.
        if (domains.size() > Staff.MAX_DOMAINS) {
            body.error("domains", "must have at most " + Staff.MAX_DOMAINS + " domains");
        }
        body.check();
        for (int i = 0; i < domains.size(); i++) {
            if (directory.find(Domain.class, domains.get(i)).isEmpty()) {
                body.error("domains[" + i + "]", "must be a domain of the directory");
            }
        }
        body.check();
        Optional<Staff> old = directory.find(Staff.class, name);
        @Nullable StaffBody before = old.map(StaffBody::of).orElse(null);
        changes.expect(before);
        Staff staff = old.orElseGet(() -> new Staff(name));
        staff.setDomains(domains);
        rules.check(staff);
        if (old.isEmpty()) {
            directory.add(staff);
        }
        directory.flush();
        StaffBody after = StaffBody.of(staff);
        changes.record("staff", name, before, after);
        return Answers.put(old.isEmpty(), "staff", name, after);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Operation(summary = "Deletes an entry: the user sees nothing any more")
    public Response delete(@PathParam("name") String key) {
        Staff staff = found(key);
        StaffBody before = StaffBody.of(staff);
        changes.expect(before);
        directory.remove(staff);
        directory.flush();
        changes.record("staff", staff.name(), before, null);
        return Response.noContent().build();
    }

    private Staff found(String key) {
        return directory.find(Staff.class, name(key)).orElseThrow(() -> ProblemException.notFound("staff entry", key));
    }

    /** In the registry letters of another case may be another user. */
    private static String name(String key) {
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.wrongField("name", "must not have control characters");
        }
        return key;
    }
}
