// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.ApiConfig;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.directory.login.CredentialUse;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.login.credential.KeyRing;
import dev.sekisho.login.credential.SecretReencryption;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Secrets at rest: {@code /api/v1/secrets/re-encrypt} and {@code /api/v1/reports/challenge-methods}.
 *
 * <p>In no transaction of the request: each account that is encrypted anew is one of its own. Safe for use by many threads.
 */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
@ApplicationScoped
@Tag(name = "secrets")
public class SecretsResource {
    private static final String NO_KEY = "There is no encrypt key; set sekisho.keyring.keys or -file.";

    @Inject
    private ChangeLog changes;

    @Inject
    private KeyRing keyRing;

    @Inject
    private SecretReencryption reencryption;

    @Inject
    private SecretRepository secrets;

    @Inject
    private ApiConfig config;

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Path("secrets/re-encrypt")
    @Operation(
            summary = "Encrypts all clear and encrypted secrets with the active key",
            description =
                    "May be repeated, and logins go on meanwhile. A clear password becomes a hash and a encrypted secret.")
    public SecretReencryption.Outcome reencrypt() {
        if (keyRing.activeKey().isEmpty()) {
            throw ProblemException.conflict(NO_KEY);
        }
        // Each account is a transaction of its own, so the entry that it began comes before the first one.
        changes.record("secrets", "re-encrypt", null, new Begun(true));
        SecretReencryption.Outcome outcome =
                reencryption.run(config.passwordScheme()).orElseThrow(() -> ProblemException.conflict(NO_KEY));
        changes.record("secrets", "re-encrypt", new Begun(true), outcome);
        return outcome;
    }

    /**
     * The entry in the audit trail before the work.
     *
     * <p>Immutable and safe for use by many threads.
     */
    public record Begun(boolean begun) {}

    @GET
    @Path("reports/challenge-methods")
    @Operation(summary = "Lists which accounts used CRAM-MD5 or APOP, and when last")
    public Page<CredentialUseBody> challengeMethods(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(after, limit);
        return Page.of(
                secrets.uses(range.after(), range.limit() + 1),
                range,
                SecretsResource::body,
                use -> use.account() + " " + use.method());
    }

    private static CredentialUseBody body(CredentialUse use) {
        return new CredentialUseBody(
                use.account(), use.method(), use.lastUsedAt().toInstant().toString());
    }
}
