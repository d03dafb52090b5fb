// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import dev.sekisho.api.http.ApiConfig;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.FieldError;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.PathEntities;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.StaffScope;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.EffectiveLimits;
import dev.sekisho.directory.TemporaryLimit;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.counter.LimitUsage;
import dev.sekisho.sendlimit.counter.SendCounters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one account, explained, and raised for a while: {@code /api/v1/accounts/{address}/limits}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/accounts/{address}/limits")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Transacted
@Tag(name = "limits")
public class AccountLimitsResource {
    private static final int REASON = 500;

    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    /** What the services know, a moment behind the database. */
    @Inject
    private DirectoryCache known;

    @Inject
    private SendCounters counters;

    @Inject
    private StaffScope scope;

    @Inject
    private ApiConfig config;

    @Inject
    private Clock clock;

    @GET
    @Operation(
            summary = "Explains the limits of an account",
            description =
                    "Which limits hold, whose each is (account over plan over domain over installation), what is used"
                            + " and when there is room again. Limits of networks, envelope senders and policy contexts"
                            + " are no account's.")
    public AccountLimitsBody get(@PathParam("address") String key) {
        Account account = entries.account(key);
        Sender sender = known.sender(account.address());
        EffectiveLimits effective = directory.effectiveLimits(account);
        String from = effective.from().name().toLowerCase(Locale.ROOT);
        List<AccountLimitsBody.Limit> limits = new ArrayList<>();
        for (LimitUsage usage : counters.usage(account.address())) {
            boolean raised = !effective.limits().limits().contains(usage.limit())
                    && raise(account).isPresent();
            limits.add(limit(usage, "account", from, raised));
        }
        counters.poolUsage(account.domainName()).forEach(usage -> limits.add(limit(usage, "domain", "domain", false)));
        return new AccountLimitsBody(
                account.address(),
                sender.permitted(),
                account.plan().orElse(null),
                sender.exemption().isEmpty() ? null : sender.exemption(),
                body(raise(account)),
                List.copyOf(limits));
    }

    @PUT
    @RolesAllowed({Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
    @Path("raise")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Raises limits of an account until a time",
            description =
                    "limit, such as 1000/1h, replaces the account's limit of the same meter and period where that is"
                            + " smaller. What was counted stays counted. The former raise, if any, ends.")
    public AccountLimitsBody raise(
            @PathParam("address") String key,
            @Context SecurityContext user,
            @RequestBody(content = @Content(schema = @Schema(implementation = AccountLimitsBody.Raised.class)))
                    JsonFields body) {
        body.ignore("by");
        body.requiredText("limit");
        body.requiredText("until");
        SendLimits limits = body.parsed("limit", SendLimits::parse).orElse(SendLimits.UNLIMITED);
        Instant until = body.instant("until").orElse(Instant.MAX);
        String reason = body.requiredText("reason");
        if (reason.isBlank() || reason.length() > REASON) {
            body.error("reason", "must have 1 to " + REASON + " characters");
        }
        if (!until.isAfter(clock.instant())) {
            body.error("until", "must be in the future");
        }
        body.check();
        Account account = entries.account(key);
        SendLimits effective = directory.effectiveLimits(account).limits();
        if (effective.raisedTo(limits).equals(effective)) {
            throw ProblemException.wrongField(
                    "limit",
                    "raises nothing: the account's limits are " + effective
                            + ", and only larger ones of the same meter and period replace them");
        }
        expectWithinBounds(effective, limits, until);
        change(account, Optional.of(new TemporaryLimit(limits, until, reason, SendExemptionResource.user(user))));
        return get(key);
    }

    /** Of staff of some domains, whose raises the provider bounds. */
    private void expectWithinBounds(SendLimits effective, SendLimits raised, Instant until) {
        if (scope.changeableDomains().isEmpty()) {
            return;
        }
        List<FieldError> errors = new ArrayList<>();
        Instant latest = clock.instant().plus(config.domainRaiseDays(), ChronoUnit.DAYS);
        if (until.isAfter(latest)) {
            errors.add(new FieldError(
                    "until", "must be within " + config.domainRaiseDays() + " days for sekisho-domain-support"));
        }
        if (effective.raisedTo(raised).isBeyond(effective, config.domainRaiseFactor())) {
            errors.add(new FieldError(
                    "limit",
                    "must be at most " + config.domainRaiseFactor() + " times the account's limit for"
                            + " sekisho-domain-support"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.wrongFields(errors);
        }
    }

    @DELETE
    @RolesAllowed({Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
    @Path("raise")
    @Operation(summary = "Ends a raise before its time")
    public Response endRaise(@PathParam("address") String key) {
        change(entries.account(key), Optional.empty());
        return Response.noContent().build();
    }

    private void change(Account account, Optional<TemporaryLimit> raise) {
        AccountLimitsBody.@Nullable Raised before = body(raise(account));
        changes.expect(before);
        account.setRaised(raise);
        directory.flush();
        changes.record("raise", account.address(), before, body(raise));
    }

    private static AccountLimitsBody.@Nullable Raised body(Optional<TemporaryLimit> raise) {
        return raise.map(each -> new AccountLimitsBody.Raised(
                        each.limits().toString(), each.until().toString(), each.reason(), each.by()))
                .orElse(null);
    }

    private Optional<TemporaryLimit> raise(Account account) {
        return account.raised().filter(raise -> raise.until().isAfter(clock.instant()));
    }

    private static AccountLimitsBody.Limit limit(LimitUsage usage, String scope, String from, boolean raised) {
        return new AccountLimitsBody.Limit(
                usage.limit().toString(),
                scope,
                from,
                raised,
                usage.used(),
                usage.reserved(),
                usage.limit().amount(),
                usage.freesAt() == null ? null : usage.freesAt().toString());
    }
}
