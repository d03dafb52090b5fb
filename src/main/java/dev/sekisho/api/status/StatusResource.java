// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.status;

import com.google.errorprone.annotations.ThreadSafe;
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
 * How this node is: {@code /api/v1/status}. It asks nobody, so it answers at once, without the database too: mail hosts
 * are those of the directory in memory.
 */
@ThreadSafe
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "status")
public class StatusResource {
    @Inject
    private StatusService service;

    @GET
    @Operation(
            summary = "Shows how this node is: listeners, mail hosts, cluster and stores",
            description =
                    "cluster has all nodes that are there or configured; of one with present false, since is when it"
                            + " was missed. On a single node clustered is false. Whether Sekisho is ready says /health/ready.")
    public StatusBody get() {
        return service.get();
    }
}
