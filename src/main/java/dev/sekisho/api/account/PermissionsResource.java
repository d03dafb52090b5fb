// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.account.AccountService;
import dev.sekisho.service.account.PermissionBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The effective permissions of an account and their origin: {@code /api/v1/accounts/{address}/permissions}. The object
 * {@code permissions} of the account, its domain and the installation sets them.
 */
@ThreadSafe
@Path("/v1/accounts/{address}/permissions")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "accounts")
public class PermissionsResource {
    @Inject
    private AccountService service;

    @GET
    @Operation(
            summary = "Show each effective permission of an account and its origin",
            description = "from is account, domain or installation: the nearest one that sets the permission.")
    public List<PermissionBody> list(@PathParam("address") String key) {
        return service.permissions(key);
    }
}
