// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.audit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.audit.AuditBody;
import dev.sekisho.service.audit.AuditFilter;
import dev.sekisho.service.audit.AuditService;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit trail: {@code /api/v1/audit}. Read only: each change writes its own entry. */
@ThreadSafe
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "audit")
public class AuditResource {
    @Inject
    private AuditService service;

    @GET
    @Operation(
            summary = "List changes, the latest first",
            description = "kind is account, account-state, alias, app-password, block, counters, domain, exemption,"
                    + " installation, limits,"
                    + " mail-host and so on; entry is the key of the changed entry, by the user; from"
                    + " and to are times"
                    + " such as 2027-01-31T00:00:00Z. All filters are optional.")
    public Page<AuditBody> list(
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("entry") @Nullable String entry,
            @QueryParam("by") @Nullable String by,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return service.list(new AuditFilter(kind, entry, by, from, to), Page.Range.of(after, limit));
    }
}
