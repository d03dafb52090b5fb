// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.domain.DomainBody;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.EntityCheck;
import dev.sekisho.api.http.Etags;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.database.LongWork;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.login.credential.KeyRing;
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

/**
 * Writes the sound rows of an import, and compares them with what there is.
 *
 * <p>Safe for use by many threads.
 */
@ApplicationScoped
class AccountImportWriter {
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

    /** A row whose account is not as its maker knew it. Immutable. */
    record Stale(long line, String message) {}

    /** How many accounts, and which rows came too late. Immutable. */
    record Counts(int made, int changed, int unchanged, List<Stale> stale) {
        static final Counts NONE = new Counts(0, 0, 0, List.of());

        static final Counts MADE = new Counts(1, 0, 0, List.of());

        static Counts of(boolean changed) {
            return changed ? new Counts(0, 1, 0, List.of()) : new Counts(0, 0, 1, List.of());
        }

        Counts plus(Counts other) {
            List<Stale> both = stale;
            if (!other.stale.isEmpty()) {
                both = new ArrayList<>(stale);
                both.addAll(other.stale);
            }
            return new Counts(made + other.made, changed + other.changed, unchanged + other.unchanged, both);
        }
    }

    /**
     * Writes new domains, then batches, in one transaction: all of them, or none.
     *
     * @throws StaleRowsException if an account was changed since; nothing is written then
     */
    @Transacted(longWork = true)
    public Counts writeAll(Set<String> newDomains, List<List<AccountImport.Wanted>> batches, Instant since) {
        Counts counts = write(newDomains, batches, since);
        if (!counts.stale().isEmpty()) {
            throw new StaleRowsException(counts);
        }
        return counts;
    }

    /** Writes new domains, then the rows of batches that did not come too late, and their states' history: all of them, or none. */
    @Transacted(longWork = true)
    public Counts write(Set<String> newDomains, List<List<AccountImport.Wanted>> batches, Instant since) {
        LongWork.Lifted lifted = directory.longWork();
        try {
            return writeLong(newDomains, batches, since);
        } finally {
            lifted.end();
        }
    }

    private Counts writeLong(Set<String> newDomains, List<List<AccountImport.Wanted>> batches, Instant since) {
        for (String name : newDomains) {
            Domain domain = new Domain(name);
            rules.check(domain);
            directory.add(domain);
            changes.record("domain", name, null, DomainBody.of(domain));
        }
        directory.flushAndForget();
        Counts counts = each(batches, this::write);
        directory.recordStatesSince(since);
        return counts;
    }

    /** Counts what {@link #write} would do. */
    @Transacted(longWork = true)
    public Counts compare(List<List<AccountImport.Wanted>> batches) {
        LongWork.Lifted lifted = directory.longWork();
        try {
            return each(batches, AccountImportWriter::compare);
        } finally {
            lifted.end();
        }
    }

    private Counts each(List<List<AccountImport.Wanted>> batches, Step step) {
        Counts counts = Counts.NONE;
        List<Stale> stale = new ArrayList<>();
        for (List<AccountImport.Wanted> batch : batches) {
            Map<String, Account> known =
                    directory
                            .accounts(batch.stream()
                                    .map(wanted -> wanted.request().address().toString())
                                    .toList())
                            .stream()
                            .collect(Collectors.toMap(Account::address, Function.identity()));
            for (AccountImport.Wanted wanted : batch) {
                @Nullable Account account = known.get(wanted.request().address().toString());
                Optional<Stale> late = stale(wanted, account);
                late.ifPresent(stale::add);
                if (late.isEmpty()) {
                    counts = counts.plus(step.take(wanted, account));
                }
            }
            directory.flushAndForget();
        }
        return counts.plus(new Counts(0, 0, 0, stale));
    }

    /** What happens to a row and the account that is there already. */
    @FunctionalInterface
    private interface Step {
        Counts take(AccountImport.Wanted wanted, @Nullable Account known);
    }

    private static Optional<Stale> stale(AccountImport.Wanted wanted, @Nullable Account known) {
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

    private Counts write(AccountImport.Wanted wanted, @Nullable Account known) {
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

    private static Counts compare(AccountImport.Wanted wanted, @Nullable Account known) {
        return known == null ? Counts.MADE : Counts.of(wanted.of(known).changes(known));
    }
}
