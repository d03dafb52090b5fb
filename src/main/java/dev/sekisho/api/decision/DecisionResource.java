// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.decision;

import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.StaffScope;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.decision.JournalQuery;
import dev.sekisho.decision.JournalStore;
import dev.sekisho.decision.Reference;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What the services have decided, and why: {@code /api/v1/decisions}. A decision can be read a second after it was made.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/decisions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Tag(name = "decisions")
@Transacted
public class DecisionResource {
    @Inject
    private StaffScope scope;

    @Inject
    private JournalStore journal;

    @GET
    @Operation(
            summary = "Searches decisions, newest first",
            description =
                    "Parameters: account, client, service (login, sendlimit, quota), result, from (included) and to"
                            + " (not included) as RFC 3339 times. The journal keeps what was no plain pass, unless its settings say"
                            + " otherwise.")
    public Page<DecisionBody> search(@BeanParam DecisionSearch search, @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(null, limit);
        List<JournalQuery.Found> found = journal.page(search.query(scope.domains(), scope.begins()), range.limit() + 1);
        return Page.of(
                found,
                range,
                each -> DecisionBody.of(each.entry()),
                each -> each.position().toString());
    }

    @GET
    @Path("{reference}")
    @Operation(summary = "Explains the decision whose reference a client was told")
    public DecisionBody get(@PathParam("reference") String typed) {
        return Reference.read(typed)
                .flatMap(journal::find)
                .filter(entry -> scope.covers(entry.account(), entry.at()))
                .map(DecisionBody::of)
                .orElseThrow(() -> ProblemException.notFound("decision", typed));
    }
}
