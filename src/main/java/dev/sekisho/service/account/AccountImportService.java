// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.LongWork;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.MailHost;
import dev.sekisho.login.credential.KeyRing;
import dev.sekisho.service.Access;
import dev.sekisho.service.Allowed;
import dev.sekisho.service.ChangeLog;
import dev.sekisho.service.EntityCheck;
import dev.sekisho.service.Etags;
import dev.sekisho.service.Transacted;
import dev.sekisho.service.domain.DomainBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the sound rows of an import, and compares them with what there is. */
@ThreadSafe
@ApplicationScoped
public class AccountImportService {
    private static final String DELETED = "the account was deleted since it was read";

    /** In place of a version: there must be no such account. */
    private static final String NEW = "new";

    @Inject
    private DirectoryRepository directory;

    @Inject
    private ChangeLog changes;

    @Inject
    private KeyRing keyRing;

    @Inject
    private EntityCheck rules;

    /** A row whose account is not as its maker knew it. */
    @Immutable
    public record Stale(long line, String message) {}

    /** How many accounts, and which rows came too late. */
    @ThreadSafe
    public record Counts(int made, int changed, int unchanged, List<Stale> stale) {
        public static final Counts NONE = new Counts(0, 0, 0, List.of());

        static final Counts MADE = new Counts(1, 0, 0, List.of());

        static Counts of(boolean changed) {
            return changed ? new Counts(0, 1, 0, List.of()) : new Counts(0, 0, 1, List.of());
        }

        public Counts plus(Counts other) {
            List<Stale> both = stale;
            if (!other.stale.isEmpty()) {
                both = new ArrayList<>(stale);
                both.addAll(other.stale);
            }
            return new Counts(made + other.made, changed + other.changed, unchanged + other.unchanged, both);
        }
    }

    /** What the directory has when an import begins. */
    @ThreadSafe
    public record Known(Set<String> domains, Set<String> mailHosts, Set<String> accounts) {}

    /** What there is already; to be called before the file is read. */
    @Allowed(Access.ADMINISTER)
    public Known known() {
        return new Known(directory.names(Domain.class), directory.names(MailHost.class), directory.accountAddresses());
    }

    /**
     * Writes new domains, then batches, in one transaction: all of them, or none.
     *
     * @throws StaleRowsException if an account was changed since; nothing is written then
     */
    @Allowed(Access.ADMINISTER)
    @Transacted(longWork = true)
    public Counts writeAll(Set<String> newDomains, List<List<ImportRow>> batches, Instant since) {
        Counts counts = write(newDomains, batches, since);
        if (!counts.stale().isEmpty()) {
            throw new StaleRowsException(counts);
        }
        return counts;
    }

    /**
     * Writes new domains, then the rows of batches that did not come too late, and their states' history: all of them,
     * or none.
     */
    @Allowed(Access.ADMINISTER)
    @Transacted(longWork = true)
    public Counts write(Set<String> newDomains, List<List<ImportRow>> batches, Instant since) {
        LongWork.Lifted lifted = directory.longWork();
        try {
            return writeLong(newDomains, batches, since);
        } finally {
            lifted.end();
        }
    }

    private Counts writeLong(Set<String> newDomains, List<List<ImportRow>> batches, Instant since) {
        for (String name : newDomains) {
            Domain domain = new Domain(name);
            rules.check(domain);
            directory.add(domain);
            changes.record("domain", name, null, DomainBody.of(domain));
        }
        directory.flushAndClear();
        Counts counts = each(batches, this::write);
        directory.recordStatesSince(since);
        return counts;
    }

    /** Counts what {@link #write} would do. */
    @Allowed(Access.ADMINISTER)
    @Transacted(longWork = true)
    public Counts compare(List<List<ImportRow>> batches) {
        LongWork.Lifted lifted = directory.longWork();
        try {
            return each(batches, AccountImportService::compare);
        } finally {
            lifted.end();
        }
    }

    private Counts each(List<List<ImportRow>> batches, Step step) {
        Counts counts = Counts.NONE;
        List<Stale> stale = new ArrayList<>();
        for (List<ImportRow> batch : batches) {
            Map<String, Account> known =
                    directory
                            .accounts(batch.stream()
                                    .map(wanted -> wanted.request().address().toString())
                                    .toList())
                            .stream()
                            .collect(Collectors.toMap(Account::address, Function.identity()));
            for (ImportRow wanted : batch) {
                @Nullable Account account = known.get(wanted.request().address().toString());
                Optional<Stale> late = stale(wanted, account);
                late.ifPresent(stale::add);
                if (late.isEmpty()) {
                    counts = counts.plus(step.take(wanted, account));
                }
            }
            directory.flushAndClear();
        }
        return counts.plus(new Counts(0, 0, 0, stale));
    }

    /** What happens to a row and the account that is there already. */
    @FunctionalInterface
    private interface Step {
        Counts take(ImportRow wanted, @Nullable Account known);
    }

    private static Optional<Stale> stale(ImportRow wanted, @Nullable Account known) {
        if (known == null && wanted.request().newSecret().isAbsent()) {
            // It was there when the row was judged, and is no new account without a password.
            return Optional.of(new Stale(wanted.line(), DELETED));
        }
        return wanted.request().version().flatMap(version -> {
            if (version.equals(NEW)) {
                return known == null
                        ? Optional.empty()
                        : Optional.of(new Stale(wanted.line(), "the account was made since it was read"));
            }
            if (known == null) {
                return Optional.of(new Stale(wanted.line(), DELETED));
            }
            return Etags.of(AccountBody.of(known)).equals(version)
                    ? Optional.empty()
                    : Optional.of(new Stale(wanted.line(), "the account was changed since it was read"));
        });
    }

    private Counts write(ImportRow wanted, @Nullable Account known) {
        AccountRequest request = known == null ? wanted.request() : wanted.of(known);
        @Nullable AccountBody before = known == null ? null : AccountBody.of(known);
        // A secret that is stored already is no change; a clear password was hashed with a new salt, so it always is.
        Optional<String> secret = wanted.secret().filter(stored -> known == null || !known.hasSecret(stored));
        Account account = known == null ? new Account(request.address(), secret.orElse(""), request.mailHost()) : known;
        request.apply(account, secret, keyRing);
        rules.check(account);
        if (known == null) {
            directory.add(account);
        }
        AccountBody after = AccountBody.of(account);
        changes.record("account", account.address(), before, after, secret.isPresent() ? "password" : "");
        return before == null ? Counts.MADE : Counts.of(secret.isPresent() || !before.equals(after));
    }

    private static Counts compare(ImportRow wanted, @Nullable Account known) {
        return known == null ? Counts.MADE : Counts.of(wanted.of(known).changes(known));
    }
}
