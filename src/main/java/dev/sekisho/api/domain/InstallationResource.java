// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.domain;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.MergePatches;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.PermissionOverrides;
import dev.sekisho.service.domain.InstallationBody;
import dev.sekisho.service.domain.InstallationService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The defaults of all domains and accounts, permissions and language: {@code /api/v1/installation}. */
@ThreadSafe
@Path("/v1/installation")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "installation")
public class InstallationResource {
    @Inject
    private InstallationService service;

    @Inject
    private MergePatches patches;

    @GET
    @Operation(summary = "Show the permissions and the language of the installation")
    public InstallationBody get() {
        return service.get();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Set them; absent members become the default: everything is permitted, from anywhere, in English")
    public InstallationBody put(
            @RequestBody(content = @Content(schema = @Schema(implementation = InstallationBody.class)))
                    JsonFields body) {
        PermissionOverrides permissions = body.permissions();
        Language language = body.parsed("language", Language::ofWord).orElse(Language.EN);
        return service.put(permissions, language, body.errors());
    }

    @PATCH
    @Consumes(MergePatches.MEDIA_TYPE)
    @Operation(
            summary = "Change members of the installation (JSON Merge Patch, RFC 7396)",
            description = "null removes a member. 412 if the entry changed meanwhile: repeat the request.")
    public InstallationBody patch(
            @RequestBody(content = @Content(schema = @Schema(implementation = InstallationBody.class)))
                    JsonFields patch) {
        return put(patches.apply(patch, service.get()));
    }
}
