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
import dev.sekisho.service.Access;
import dev.sekisho.service.Actor;
import dev.sekisho.service.Allowed;
import dev.sekisho.service.ChangeLog;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.InDomain;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.PathEntities;
import dev.sekisho.service.ServiceConfig;
import dev.sekisho.service.StaffScope;
import dev.sekisho.service.Transacted;
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

/** The limits of one account, explained, and larger for a while. */
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

    /** The copy in memory, a moment behind the database. */
    @Inject
    private DirectoryCache known;

    @Inject
    private SendCounters counters;

    @Inject
    private StaffScope scope;

    @Inject
    private ServiceConfig config;

    @Inject
    private Actor actor;

    @Inject
    private Clock clock;

    /** Which limits hold for an account, whose each is, and what is used of it. */
    @Allowed(Access.SEE)
    public AccountLimitsBody get(@InDomain("account") String address) {
        Account account = entries.account(address);
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

    /** Raises limits of an account until a time; what was counted stays counted, and the former raise ends. */
    @Allowed(Access.SUPPORT)
    public AccountLimitsBody raise(
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
                    "raises nothing: the account's limits are " + effective
                            + ", and only larger ones of the same unit and period replace them");
        }
        expectWithinBounds(effective, limits, until);
        change(account, Optional.of(new TemporaryLimit(limits, until, request.reason(), actor.name())));
        return get(address);
    }

    /** Of staff of some domains, whose raises the provider bounds. */
    private void expectWithinBounds(SendLimits effective, SendLimits raised, Instant until) {
        if (scope.changeableDomains().isEmpty()) {
            return;
        }
        FieldErrors errors = new FieldErrors();
        if (until.isAfter(clock.instant().plus(config.domainRaiseDays(), ChronoUnit.DAYS))) {
            errors.add("until", "must be within " + config.domainRaiseDays() + " days for sekisho-domain-support");
        }
        if (effective.raisedTo(raised).isBeyond(effective, config.domainRaiseFactor())) {
            errors.add(
                    "limit",
                    "must be at most " + config.domainRaiseFactor() + " times the account's limit for"
                            + " sekisho-domain-support");
        }
        errors.check();
    }

    /** Ends a raise before its time. */
    @Allowed(Access.SUPPORT)
    public void endRaise(@InDomain("account") String address) {
        change(entries.account(address), Optional.empty());
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
