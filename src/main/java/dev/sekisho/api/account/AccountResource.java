// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.service.Page;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.account.AccountBody;
import dev.sekisho.service.account.AccountRequest;
import dev.sekisho.service.account.AccountService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The accounts: {@code /api/v1/accounts}. A new one needs a password; a {@code PUT} without one keeps what is stored.
 */
@ThreadSafe
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "accounts")
public class AccountResource {
    @Inject
    private AccountService service;

    @Inject
    private AccountRequests requests;

    @GET
    @Operation(
            summary = "Lists accounts by address",
            description =
                    "search is a part of the address: only accounts that have it are listed; status, mailHost, plan and"
                            + " moving=true (to another mail host) narrow it too. sort is one or more of"
                            + " address, mailHost, movingSince, plan, sendLimits, status, statusSince, such as status,-statusSince.")
    public Page<AccountBody> list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @BeanParam AccountQuery query,
            @QueryParam("sort") @Nullable String sort) {
        return service.list(query.filter(), sort, Page.Range.of(after, limit));
    }

    @GET
    @Path("{address}")
    @Operation(summary = "Shows an account, without its password")
    public AccountBody get(@PathParam("address") String key) {
        return service.get(key);
    }

    @PUT
    @Path("{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Makes or replaces an account",
            description =
                    "Takes what GET shows, of which only mailHost is required, and the password: either password, in"
                            + " the clear, to be hashed with scheme or the configured one (with challenge true it is encrypted besides, for CRAM-MD5 and APOP), or"
                            + " secret, hashed already, as {SCHEME}data. Without either the stored password stays. version, as lists show it, is like If-Match: the account must have it still.")
    public Response put(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = AccountBody.class))) JsonFields body) {
        AccountRequest request = requests.read(PathKey.address(key), body);
        body.requiredText("mailHost");
        return Answers.put("accounts", service.put(key, request, body.errors()));
    }

    @DELETE
    @Path("{address}")
    @Operation(
            summary = "Deletes an account",
            description =
                    "Its counters, blocks, known networks and exemptions end, so that a later account of this address"
                            + " inherits none of them.")
    public Response delete(@PathParam("address") String key) {
        service.delete(key);
        return Response.noContent().build();
    }
}
