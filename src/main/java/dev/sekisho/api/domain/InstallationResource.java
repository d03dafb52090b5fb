// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.domain;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.PermissionOverrides;
import dev.sekisho.service.domain.InstallationBody;
import dev.sekisho.service.domain.InstallationService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What holds for whoever has nothing nearer: {@code /api/v1/installation}, permissions and language. */
@ThreadSafe
@Path("/v1/installation")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "installation")
public class InstallationResource {
    @Inject
    private InstallationService service;

    @GET
    @Operation(summary = "Shows the permissions and the language of whoever has none nearer")
    public InstallationBody get() {
        return service.get();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets them; what is absent becomes the default: all is permitted, from anywhere, in English")
    public InstallationBody put(
            @RequestBody(content = @Content(schema = @Schema(implementation = InstallationBody.class)))
                    JsonFields body) {
        PermissionOverrides permissions = body.permissions();
        Language language = body.parsed("language", Language::ofWord).orElse(Language.EN);
        return service.put(permissions, language, body.errors());
    }
}
