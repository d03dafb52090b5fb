// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Account;
import dev.sekisho.account.DirectoryRepository;
import dev.sekisho.account.Domain;
import dev.sekisho.mailauth.SealKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
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
    @Inject
    private DirectoryRepository directory;

    @Inject
    private Changes changes;

    @Inject
    private SealKeys seals;

    @Inject
    private EntityCheck rules;

    /** How many accounts. Immutable. */
    record Counts(int made, int changed, int unchanged) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(made + other.made, changed + other.changed, unchanged + other.unchanged);
        }
    }

    /** Writes new domains, then batches, in one transaction: all of them, or none. */
    @Transactional
    public Counts write(Set<String> newDomains, List<List<AccountImport.Wanted>> batches) {
        for (String name : newDomains) {
            Domain domain = new Domain(name);
            rules.check(domain);
            directory.add(domain);
            changes.record("domain", name, null, DomainBody.of(domain));
        }
        directory.flushAndForget();
        return each(batches, this::write);
    }

    /** Counts what {@link #write} would do. */
    @Transactional
    public Counts compare(List<List<AccountImport.Wanted>> batches) {
        return each(batches, AccountImportWriter::compare);
    }

    /** Writes the states since a moment into their history. */
    @Transactional
    public void recordStates(Instant since) {
        directory.recordStatesSince(since);
    }

    private Counts each(List<List<AccountImport.Wanted>> batches, Step step) {
        Counts counts = Counts.NONE;
        for (List<AccountImport.Wanted> batch : batches) {
            Map<String, Account> known =
                    directory
                            .accounts(batch.stream()
                                    .map(wanted -> wanted.request().address().toString())
                                    .toList())
                            .stream()
                            .collect(Collectors.toMap(Account::address, Function.identity()));
            for (AccountImport.Wanted wanted : batch) {
                counts = counts.plus(
                        step.take(wanted, known.get(wanted.request().address().toString())));
            }
            directory.flushAndForget();
        }
        return counts;
    }

    /** What happens to a row and the account that is there already. */
    @FunctionalInterface
    private interface Step {
        Counts take(AccountImport.Wanted wanted, @Nullable Account known);
    }

    private Counts write(AccountImport.Wanted wanted, @Nullable Account known) {
        AccountRequest request = wanted.request();
        @Nullable AccountBody before = known == null ? null : AccountBody.of(known);
        // A secret that is stored already is no change; a clear password was hashed with a new salt, so it always is.
        Optional<String> secret = wanted.secret().filter(stored -> known == null || !known.hasSecret(stored));
        Account account = known == null ? new Account(request.address(), secret.orElse(""), request.mailHost()) : known;
        request.apply(account, secret, seals);
        rules.check(account);
        if (known == null) {
            directory.add(account);
        }
        AccountBody after = AccountBody.of(account);
        changes.record("account", account.address(), before, after, secret.isPresent() ? "password" : "");
        return before == null ? new Counts(1, 0, 0) : counts(secret.isPresent() || !before.equals(after));
    }

    private static Counts compare(AccountImport.Wanted wanted, @Nullable Account known) {
        return known == null ? new Counts(1, 0, 0) : counts(wanted.request().changes(known));
    }

    private static Counts counts(boolean changed) {
        return changed ? new Counts(0, 1, 0) : new Counts(0, 0, 1);
    }
}
