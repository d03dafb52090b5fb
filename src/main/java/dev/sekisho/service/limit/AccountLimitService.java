// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.EffectiveLimits;
import dev.sekisho.directory.TemporaryLimit;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.counter.LimitUsage;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.ServiceConfig;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.InDomain;
import dev.sekisho.service.access.StaffScope;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Transacted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The effective limits of an account, and its temporary limit. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class AccountLimitService {
    private static final int REASON = 500;

    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    /** The copy in memory, up to a second behind the database. */
    @Inject
    private DirectoryCache known;

    @Inject
    private SendCounters counters;

    @Inject
    private ApplicableLimits applicable;

    @Inject
    private StaffScope scope;

    @Inject
    private ServiceConfig config;

    @Inject
    private Actor actor;

    @Inject
    private Clock clock;

    /** The effective limits of an account, with their origins and used amounts. */
    @Allowed(Access.SEE)
    public AccountLimitsBody get(@InDomain("account") String address) {
        Account account = entries.account(address);
        Sender sender = known.sender(account.address());
        EffectiveLimits effective = directory.effectiveLimits(account);
        String from = effective.from().name().toLowerCase(Locale.ROOT);
        List<AccountLimitsBody.Limit> limits = new ArrayList<>();
        for (LimitUsage usage : counters.usage(account.address())) {
            boolean raised = !effective.limits().limits().contains(usage.limit())
                    && temporaryLimit(account).isPresent();
            limits.add(limit(usage, "account", from, raised));
        }
        List<ApplicableLimit> shared = applicable.sharedBy(sender);
        shared.forEach(each -> limits.add(
                limit(each.usage(), each.scope(), each.scope().equals("domain") ? "domain" : each.owner(), false)));
        return new AccountLimitsBody(
                account.address(),
                sender.permitted(),
                account.plan().orElse(null),
                sender.exemption().isEmpty() ? null : sender.exemption(),
                body(temporaryLimit(account)),
                List.copyOf(limits),
                sender.exemption().isEmpty() ? warnings(effective, account, shared) : List.of());
    }

    private List<String> warnings(EffectiveLimits effective, Account account, List<ApplicableLimit> shared) {
        SendLimits own = temporaryLimit(account)
                .map(each -> effective.limits().raisedTo(each.limits()))
                .orElse(effective.limits());
        return SharedLimits.warnings(own, shared);
    }

    /** Sets the temporary limit of an account, and replaces a former one. The counters continue. */
    @Allowed(Access.SUPPORT)
    public AccountLimitsBody setTemporaryLimit(
            @InDomain("account") String address, TemporaryLimitRequest request, FieldErrors errors) {
        if (request.reason().isBlank() || request.reason().length() > REASON) {
            errors.add("reason", "must have 1 to " + REASON + " characters");
        }
        Instant until = request.until().orElse(Instant.MAX);
        if (!until.isAfter(clock.instant())) {
            errors.add("until", "must be in the future");
        }
        errors.check();
        SendLimits limits = request.limits().orElse(SendLimits.UNLIMITED);
        Account account = entries.account(address);
        SendLimits effective = directory.effectiveLimits(account).limits();
        if (effective.raisedTo(limits).equals(effective)) {
            throw new InvalidFields(
                    "limit",
                    "raises no limit: the account's limits are " + effective
                            + ", and only larger ones of the same unit and period replace them");
        }
        expectWithinBounds(effective, limits, until);
        change(account, Optional.of(new TemporaryLimit(limits, until, request.reason(), actor.name())));
        return get(address);
    }

    /** The provider bounds the temporary limits that staff of some domains set. */
    private void expectWithinBounds(SendLimits effective, SendLimits raised, Instant until) {
        if (scope.changeableDomains().isEmpty()) {
            return;
        }
        FieldErrors errors = new FieldErrors();
        if (until.isAfter(clock.instant().plus(config.temporaryLimitDays(), ChronoUnit.DAYS))) {
            errors.add("until", "must be within " + config.temporaryLimitDays() + " days for sekisho-domain-support");
        }
        if (effective.raisedTo(raised).isBeyond(effective, config.temporaryLimitFactor())) {
            errors.add(
                    "limit",
                    "must be at most " + config.temporaryLimitFactor() + " times the account's limit for"
                            + " sekisho-domain-support");
        }
        errors.check();
    }

    /** Ends a temporary limit early. */
    @Allowed(Access.SUPPORT)
    public void endTemporaryLimit(@InDomain("account") String address) {
        change(entries.account(address), Optional.empty());
    }

    private void change(Account account, Optional<TemporaryLimit> temporary) {
        AccountLimitsBody.@Nullable Temporary before = body(temporaryLimit(account));
        changes.expect(before);
        account.setTemporaryLimit(temporary);
        directory.flush();
        changes.record("temporary-limit", account.address(), before, body(temporary));
    }

    private static AccountLimitsBody.@Nullable Temporary body(Optional<TemporaryLimit> temporary) {
        return temporary
                .map(each -> new AccountLimitsBody.Temporary(
                        each.limits().toString(), each.until().toString(), each.reason(), each.by()))
                .orElse(null);
    }

    private Optional<TemporaryLimit> temporaryLimit(Account account) {
        return account.temporaryLimit().filter(each -> each.until().isAfter(clock.instant()));
    }

    private static AccountLimitsBody.Limit limit(LimitUsage usage, String scope, String from, boolean raised) {
        return new AccountLimitsBody.Limit(
                usage.limit().toString(),
                scope,
                from,
                raised,
                usage.limit().unit().word(),
                usage.used(),
                usage.reserved(),
                usage.limit().amount(),
                usage.freesAt() == null ? null : usage.freesAt().toString());
    }
}
