// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.diagnosis.LoginDiagnosisBody;
import dev.sekisho.service.diagnosis.LoginDiagnosisRequest;
import dev.sekisho.service.diagnosis.LoginDiagnosisService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Why an account cannot log in: {@code /api/v1/accounts/{address}/login-diagnosis}. */
@ThreadSafe
@Path("/v1/accounts/{address}/login-diagnosis")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "accounts")
public class LoginDiagnosisResource {
    @Inject
    private LoginDiagnosisService service;

    @GET
    @Operation(
            summary = "Show whether an account can log in, and the causes for which it cannot, the decisive one first",
            description = "From its state, permissions and mail host, the blocks that apply now to its clients, and its"
                    + " failed logins of the last day. client is the address of the client that cannot log in; its"
                    + " causes come first.")
    public LoginDiagnosisBody get(@PathParam("address") String key, @QueryParam("client") @Nullable String client) {
        return service.get(key, new LoginDiagnosisRequest(client, Locale.ENGLISH));
    }
}
