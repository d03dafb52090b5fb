// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.login.credential.SecretReencryption;
import dev.sekisho.service.account.CredentialUseBody;
import dev.sekisho.service.account.SecretService;
import dev.sekisho.service.list.Page;
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
 * Stored secrets: {@code /api/v1/secrets/re-encrypt} and {@code /api/v1/reports/challenge-methods}.
 *
 * <p>The request has no transaction: each account is re-encrypted in its own.
 */
@ThreadSafe
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "secrets")
public class SecretsResource {
    @Inject
    private SecretService service;

    @POST
    @Path("secrets/re-encrypt")
    @Operation(
            summary = "Encrypt all clear-text and encrypted secrets with the active key",
            description = "May be repeated. Logins continue meanwhile. A clear-text password becomes a hash and an"
                    + " encrypted secret.")
    public SecretReencryption.Outcome reencrypt() {
        return service.reencrypt();
    }

    @GET
    @Path("reports/challenge-methods")
    @Operation(summary = "List the accounts that used CRAM-MD5 or APOP, with the time of the last use")
    public Page<CredentialUseBody> challengeMethods(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        return service.challengeMethods(Page.Range.of(after, limit));
    }
}
