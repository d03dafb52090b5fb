// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.EntityCheck;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.PathEntities;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.StaffScope;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.StaffRepository;
import dev.sekisho.sendlimit.SendBlockStore;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The state of an account by itself, and the states it had: {@code /api/v1/accounts/{address}/state}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/accounts/{address}/state")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Transacted
@Tag(name = "accounts")
public class AccountStateResource {
    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private EntityCheck rules;

    @Inject
    private StaffScope scope;

    @Inject
    private StaffRepository staff;

    @Inject
    private Clock clock;

    /** Longest history that is shown at once, in states. */
    private static final int HISTORY = 1_000;

    @GET
    @Operation(summary = "Shows the states that an account had, the latest first")
    public List<AccountStateBody> list(@PathParam("address") String key) {
        return directory.states(PathKey.address(key).toString(), HISTORY).stream()
                .map(AccountStateBody::of)
                .toList();
    }

    @PUT
    @RolesAllowed({Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Sets the state of an account",
            description =
                    "status is active, suspended, send-blocked, password-must-change or closed; statusUntil, when it"
                            + " is active again by itself, and statusReason may be absent. It holds at the next login.")
    public AccountStateBody put(
            @PathParam("address") String key,
            @Context SecurityContext user,
            @RequestBody(content = @Content(schema = @Schema(implementation = AccountStateBody.class)))
                    JsonFields body) {
        body.requiredText("status");
        body.ignore("statusSince", "statusBy");
        AccountState state = asked(body, clock, user.getUserPrincipal());
        body.check();
        Account account = entries.account(key);
        expectTheirs(account);
        AccountStateBody before = AccountStateBody.of(account.state());
        changes.expect(before);
        account.setState(state);
        rules.check(account);
        directory.flush();
        directory.recordState(account);
        AccountStateBody after = AccountStateBody.of(account.state());
        changes.record("account-state", account.address(), before, after);
        return after;
    }

    /**
     * Staff of some domains change the states that they or their colleagues have set, and those that a send limit has: what the
     * provider has set stays until the provider ends it.
     */
    private void expectTheirs(Account account) {
        AccountState state = account.state();
        boolean over =
                state.until().filter(end -> !end.isAfter(clock.instant())).isPresent();
        if (scope.changeableDomains().isEmpty() || over || state.status() == AccountStatus.ACTIVE) {
            return;
        }
        boolean theirs = state.by()
                .filter(by -> by.equals(SendBlockStore.BY) || staff.looksAfter(by, account.domainName()))
                .isPresent();
        if (!theirs) {
            throw ProblemException.forbidden("The account is " + state.status().word()
                    + " by the provider, and the role sekisho-domain-support does not permit to change that.");
        }
    }

    /** The state that a request asks for, from now on, by its user. */
    static AccountState asked(JsonFields body, Clock clock, @Nullable Principal user) {
        return new AccountState(
                body.parsed("status", AccountStatus::ofWord).orElse(AccountStatus.ACTIVE),
                clock.instant(),
                body.instant("statusUntil"),
                body.text("statusReason"),
                Optional.ofNullable(user).map(Principal::getName));
    }
}
