// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.status;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.status.AttentionBody;
import dev.sekisho.service.status.AttentionService;
import dev.sekisho.service.status.StatusBody;
import dev.sekisho.service.status.StatusService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The status of this node: {@code /api/v1/status}. It reads in-memory state only, so it answers while the database is
 * down; mail hosts are those of the directory in memory.
 */
@ThreadSafe
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "status")
public class StatusResource {
    @Inject
    private StatusService service;

    @Inject
    private AttentionService attention;

    @GET
    @Operation(
            summary = "Show the status of this node: listeners, mail hosts, cluster and stores",
            description =
                    "cluster has all present and all configured nodes; since is the time from which a node is present"
                            + " or missing. On a single node clustered is false. For readiness see /health/ready.")
    public StatusBody get() {
        return service.get();
    }

    @GET
    @Path("attention")
    @Operation(
            summary = "List what needs attention first",
            description = "The number of each kind of thing that needs attention now; without those that are zero.")
    public AttentionBody attention() {
        return attention.get();
    }
}
