// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.DirectoryRepository;
import dev.sekisho.account.SendLimits;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The installation's send limits; those of domains and accounts are fields of theirs. Confined to one request. */
@Path("/limits/installation")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "limits", description = "Field: sendLimits, such as \"100/1h, 500/1d\" or \"unlimited\"")
public class LimitsResource {
    private final DirectoryRepository directory;

    @Inject
    public LimitsResource(DirectoryRepository directory) {
        this.directory = directory;
    }

    @GET
    @Operation(summary = "The limits of every account that has none of its own or its domain's")
    @Transactional
    public Response get() {
        return answer();
    }

    @PUT
    @Operation(summary = "Sets them; they hold within a second, and no count is touched")
    @Transactional
    public Response put(InputStream body) throws IOException {
        JsonFields fields = JsonFields.read(body);
        fields.requiredText("sendLimits");
        Optional<SendLimits> limits = fields.limits("sendLimits");
        fields.check();
        directory.installation().setSendLimits(limits.orElse(SendLimits.UNLIMITED));
        directory.flush();
        return answer();
    }

    @DELETE
    @Operation(summary = "Sets them to unlimited")
    @Transactional
    public Response delete() {
        directory.installation().setSendLimits(SendLimits.UNLIMITED);
        directory.flush();
        return Response.noContent().build();
    }

    private Response answer() {
        return Response.ok(Json.createObjectBuilder()
                        .add("sendLimits", directory.installation().sendLimits().toString())
                        .build()
                        .toString())
                .build();
    }
}
