// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.audit;

import dev.sekisho.api.http.Moments;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.QueryTexts;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.StaffScope;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.audit.AuditTrail;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail: {@code /api/v1/audit}. It is written by the changes themselves and only read here.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Transacted
@Tag(name = "audit")
public class AuditResource {
    @Inject
    private StaffScope scope;

    @Inject
    private AuditTrail trail;

    @GET
    @Operation(
            summary = "Lists changes, the latest first",
            description =
                    "kind is account, account-state, alias, app-password, block, counters, domain, exemption, installation, limits,"
                            + " mail-host and so on; entry is the key of what was changed, by the user; from and to are times"
                            + " such as 2027-01-31T00:00:00Z. What is absent permits all.")
    public Page<AuditBody> list(
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("entry") @Nullable String entry,
            @QueryParam("by") @Nullable String by,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(after, limit);
        AuditTrail.Search search = new AuditTrail.Search(
                text("kind", kind), text("entry", entry), text("by", by), time("from", from), time("to", to));
        return Page.of(
                trail.find(search, scope.domains(), scope.begins(), place(range), range.limit() + 1),
                range,
                AuditBody::of,
                each -> each.at() + " " + each.id());
    }

    private static Optional<AuditTrail.Place> place(Page.Range range) {
        if (range.after().isEmpty()) {
            return Optional.empty();
        }
        String[] parts = range.after().split(" ", 2);
        try {
            return Optional.of(new AuditTrail.Place(Moments.parse(parts[0]), Long.parseLong(parts[parts.length - 1])));
        } catch (IllegalArgumentException e) {
            throw ProblemException.wrongField("after", "must be the next of the page before");
        }
    }

    /** The console asks by this class too, without {@link QueryTexts} as a filter before it. */
    private static Optional<String> text(String name, @Nullable String text) {
        QueryTexts.check(name, text);
        return Optional.ofNullable(text);
    }

    private static Optional<Instant> time(String name, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Moments::parse);
        } catch (IllegalArgumentException e) {
            throw ProblemException.wrongField(name, String.valueOf(e.getMessage()));
        }
    }
}
