// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.MergePatches;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.account.AccountBody;
import dev.sekisho.service.account.AccountRequest;
import dev.sekisho.service.account.AccountService;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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
 * Accounts: {@code /api/v1/accounts}. A new account needs a password. A {@code PUT} without a password keeps the stored
 * one.
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
    private MergePatches patches;

    @Inject
    private AccountRequests requests;

    @GET
    @Operation(
            summary = "List accounts by address",
            description =
                    "Filters: search (a part of the address), status, mailHost, plan, and moving=true for accounts that"
                            + " move to another mail host. sort is one or more of address, mailHost, movingSince, plan,"
                            + " sendLimits, status, statusSince, such as status,-statusSince.")
    public Page<AccountBody> list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @BeanParam AccountQuery query,
            @QueryParam("sort") @Nullable String sort) {
        return service.list(query.filter(), sort, Page.Range.of(after, limit));
    }

    @GET
    @Path("{address}")
    @Operation(summary = "Show an account, without its password")
    public AccountBody get(@PathParam("address") String key) {
        return service.get(key);
    }

    @PUT
    @Path("{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create or replace an account",
            description = "The body has the members that GET shows; only mailHost is required. The password is either"
                    + " password, in clear text, or secret, a hash as {SCHEME}data. Sekisho hashes password with"
                    + " scheme, or with the configured scheme; with challenge true it also stores it encrypted, for"
                    + " CRAM-MD5 and APOP. Without password and secret the stored password stays. version, as lists"
                    + " show it, works like If-Match.")
    public Response put(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = AccountBody.class))) JsonFields body) {
        AccountRequest request = requests.read(PathKey.address(key), body);
        body.requiredText("mailHost");
        return Answers.put("accounts", service.put(key, request, body.errors()));
    }

    @PATCH
    @Path("{address}")
    @Consumes(MergePatches.MEDIA_TYPE)
    @Operation(
            summary = "Change members of an account (JSON Merge Patch, RFC 7396)",
            description = "null removes a member. 412 if the entry changed meanwhile: repeat the request.")
    public Response patch(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = AccountBody.class))) JsonFields patch) {
        return put(key, patches.apply(patch, service.get(key)));
    }

    @DELETE
    @Path("{address}")
    @Operation(
            summary = "Delete an account",
            description =
                    "Deletes its counters, blocks, known networks and exemptions too, so that a later account of this"
                            + " address does not inherit them.")
    public Response delete(@PathParam("address") String key) {
        service.delete(key);
        return Response.noContent().build();
    }
}
