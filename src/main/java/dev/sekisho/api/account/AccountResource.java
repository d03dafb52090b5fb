// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.ApiConfig;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.EntityCheck;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.PagedQuery;
import dev.sekisho.api.http.PathEntities;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.Plan;
import dev.sekisho.login.credential.KeyRing;
import jakarta.annotation.security.RolesAllowed;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The accounts: {@code /api/v1/accounts}. A new one needs a password; a {@code PUT} without one keeps what is stored.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Transacted
@Tag(name = "accounts")
public class AccountResource {
    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private PagedQuery sorted;

    @Inject
    private EntityCheck rules;

    @Inject
    private ApiConfig config;

    @Inject
    private Successors successors;

    @Inject
    private Clock clock;

    @Inject
    private KeyRing keyRing;

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
            @BeanParam AccountFilter filter,
            @QueryParam("sort") @Nullable String sort) {
        Page.Range range = Page.Range.of(after, limit);
        return Page.of(
                sorted.page(Account.class, sort, range, filter.part(), filter.values()),
                range,
                AccountBody::of,
                Account::address);
    }

    @GET
    @Path("{address}")
    @Operation(summary = "Shows an account, without its password")
    public AccountBody get(@PathParam("address") String key) {
        return AccountBody.of(entries.account(key));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
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
            @Context SecurityContext user,
            @RequestBody(content = @Content(schema = @Schema(implementation = AccountBody.class))) JsonFields body) {
        Address address = PathKey.address(key);
        AccountRequest asked = AccountRequest.read(address, body, config, keyRing, clock, user.getUserPrincipal());
        body.requiredText("mailHost");
        body.check();
        // Hashing takes its time, so it comes before the first query: until then there is no database connection to
        // hold.
        Optional<String> secret = asked.newSecret().toStore(body);
        Optional<Account> old = directory.find(Account.class, address.toString());
        if (old.isEmpty() && asked.newSecret().isAbsent()) {
            body.error("password", "is required for a new account");
        }
        if (directory.find(Domain.class, address.domain()).isEmpty()) {
            body.error("address", "must be in a domain of the directory");
        }
        if (asked.plan().isPresent()
                && directory.find(Plan.class, asked.plan().get()).isEmpty()) {
            body.error("plan", "must be a plan of the directory");
        }
        if (directory.find(MailHost.class, asked.mailHost()).isEmpty()) {
            body.error("mailHost", "must be a mail host of the directory");
        }
        body.check();
        @Nullable AccountBody before = old.map(AccountBody::of).orElse(null);
        changes.expect(before, asked.version());
        Account account = old.orElseGet(() -> new Account(address, secret.orElse(""), asked.mailHost()));
        asked.apply(account, secret, keyRing);
        rules.check(account);
        if (old.isEmpty()) {
            directory.add(account);
        }
        directory.flush();
        directory.recordState(account);
        AccountBody after = AccountBody.of(account);
        changes.record("account", account.address(), before, after, secret.isPresent() ? "password" : "");
        return Answers.put(old.isEmpty(), "accounts", account.address(), after);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("{address}")
    @Operation(
            summary = "Deletes an account",
            description =
                    "Its counters, blocks, known networks and exemptions end, so that a later account of this address"
                            + " inherits none of them.")
    public Response delete(@PathParam("address") String key) {
        Account account = entries.account(key);
        AccountBody before = AccountBody.of(account);
        changes.expect(before);
        directory.remove(account);
        directory.flush();
        changes.record("account", account.address(), before, null);
        successors.inheritNothingOfAccount(account.address());
        return Response.noContent().build();
    }
}
