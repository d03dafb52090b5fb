// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.domain;

import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Installation;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.PermissionOverrides;
import jakarta.annotation.security.RolesAllowed;
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

/**
 * What holds for whoever has nothing nearer: {@code /api/v1/installation}, permissions and language.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/installation")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
@ApplicationScoped
@Transacted
@Tag(name = "installation")
public class InstallationResource {
    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @GET
    @Operation(summary = "Shows the permissions and the language of whoever has none nearer")
    public InstallationBody get() {
        return InstallationBody.of(directory.installation());
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets them; what is absent becomes the default: all is permitted, from anywhere, in English")
    public InstallationBody put(
            @RequestBody(content = @Content(schema = @Schema(implementation = InstallationBody.class)))
                    JsonFields body) {
        PermissionOverrides permissions = body.permissions();
        Language language = body.parsed("language", Language::ofWord).orElse(Language.EN);
        body.check();
        Installation installation = directory.installation();
        InstallationBody before = InstallationBody.of(installation);
        changes.expect(before);
        installation.setPermissions(permissions);
        installation.setLanguage(language);
        directory.flush();
        InstallationBody after = InstallationBody.of(installation);
        changes.record("installation", "installation", before, after);
        return after;
    }
}
