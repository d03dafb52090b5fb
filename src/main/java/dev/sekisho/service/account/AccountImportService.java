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
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.EntityCheck;
import dev.sekisho.service.change.Etags;
import dev.sekisho.service.change.Transacted;
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

/** Writes the valid rows of an import, or compares them with the directory. */
@ThreadSafe
@ApplicationScoped
public class AccountImportService {
    private static final String DELETED = "the account was deleted since it was read";

    /** The version of a row whose account must not exist. */
    private static final String NEW = "new";

    @Inject
    private DirectoryRepository directory;

    @Inject
    private ChangeLog changes;

    @Inject
    private KeyRing keyRing;

    @Inject
    private EntityCheck constraints;

    /** A row whose account has another version than the row names. */
    @Immutable
    public record Stale(long line, String message) {}

    /** Numbers of accounts, and the stale rows. */
    @ThreadSafe
    public record Counts(int created, int changed, int unchanged, List<Stale> stale) {
        public static final Counts NONE = new Counts(0, 0, 0, List.of());

        static final Counts CREATED = new Counts(1, 0, 0, List.of());

        static Counts of(boolean changed) {
            return changed ? new Counts(0, 1, 0, List.of()) : new Counts(0, 0, 1, List.of());
        }

        public Counts plus(Counts other) {
            List<Stale> both = stale;
            if (!other.stale.isEmpty()) {
                both = new ArrayList<>(stale);
                both.addAll(other.stale);
            }
            return new Counts(created + other.created, changed + other.changed, unchanged + other.unchanged, both);
        }
    }

    /** The keys in the directory when an import begins. */
    @ThreadSafe
    public record Known(Set<String> domains, Set<String> mailHosts, Set<String> accounts) {}

    /** The keys in the directory; call it before the file is read. */
    @Allowed(Access.ADMINISTER)
    public Known known() {
        return new Known(directory.names(Domain.class), directory.names(MailHost.class), directory.accountAddresses());
    }

    /**
     * Writes new domains and all rows, in one transaction.
     *
     * @throws StaleRowsException if any row is stale; nothing is written then
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

    /** Writes new domains, the rows that are not stale, and the history of their states, in one transaction. */
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
            constraints.check(domain);
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
                                    .map(row -> row.request().address().toString())
                                    .toList())
                            .stream()
                            .collect(Collectors.toMap(Account::address, Function.identity()));
            for (ImportRow row : batch) {
                @Nullable Account account = known.get(row.request().address().toString());
                Optional<Stale> late = stale(row, account);
                late.ifPresent(stale::add);
                if (late.isEmpty()) {
                    counts = counts.plus(step.take(row, account));
                }
            }
            directory.flushAndClear();
        }
        return counts.plus(new Counts(0, 0, 0, stale));
    }

    /** The processing of a row with its existing account. */
    @FunctionalInterface
    private interface Step {
        Counts take(ImportRow row, @Nullable Account known);
    }

    private static Optional<Stale> stale(ImportRow row, @Nullable Account known) {
        if (known == null && row.request().newSecret().isAbsent()) {
            // The account existed when the row was validated, and a new account needs a password.
            return Optional.of(new Stale(row.line(), DELETED));
        }
        return row.request().version().flatMap(version -> {
            if (version.equals(NEW)) {
                return known == null
                        ? Optional.empty()
                        : Optional.of(new Stale(row.line(), "the account was created since it was read"));
            }
            if (known == null) {
                return Optional.of(new Stale(row.line(), DELETED));
            }
            return Etags.of(AccountBody.of(known)).equals(version)
                    ? Optional.empty()
                    : Optional.of(new Stale(row.line(), "the account was changed since it was read"));
        });
    }

    private Counts write(ImportRow row, @Nullable Account known) {
        AccountRequest request = known == null ? row.request() : row.of(known);
        @Nullable AccountBody before = known == null ? null : AccountBody.of(known);
        // A secret that is stored already is not a change. A clear-text password always is: it has a new salt.
        Optional<String> secret = row.secret().filter(stored -> known == null || !known.hasSecret(stored));
        Account account = known == null ? new Account(request.address(), secret.orElse(""), request.mailHost()) : known;
        request.apply(account, secret, keyRing);
        constraints.check(account);
        if (known == null) {
            directory.add(account);
        }
        AccountBody after = AccountBody.of(account);
        changes.record("account", account.address(), before, after, secret.isPresent() ? "password" : "");
        return before == null ? Counts.CREATED : Counts.of(secret.isPresent() || !before.equals(after));
    }

    private static Counts compare(ImportRow row, @Nullable Account known) {
        return known == null ? Counts.CREATED : Counts.of(row.of(known).changes(known));
    }
}
