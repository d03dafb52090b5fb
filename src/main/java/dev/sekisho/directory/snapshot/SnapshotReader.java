// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.ChangedRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the directory, or changed rows of it, from the database into a {@link DirectorySnapshot}.
 *
 * <p>By JDBC instead of entities, because a hundred thousand of them would be created, tracked and discarded at each
 * read.
 */
@ThreadSafe
final class SnapshotReader {
    private final String delimiters;
    private final RowFaults faults = new RowFaults();

    SnapshotReader(String delimiters) {
        this.delimiters = delimiters;
    }

    /** Reads the whole directory; {@code ends} receives the times at which rows of it end. */
    DirectorySnapshot read(Connection connection, Instant now, Ends ends) throws SQLException {
        try (ReadTransaction transaction = ReadTransaction.begin(connection)) {
            Pass pass = new Pass(transaction.connection(), new SnapshotBuilder(), new RowTexts(true), now, ends);
            RuleRows rules = new RuleRows(pass);
            rules.read();
            rules.readDomains();
            new AccountRows(pass).readAll();
            new AliasRows(pass).readAll();
            pass.texts().report(faults);
            return pass.builder().build(delimiters);
        }
    }

    /**
     * Applies changed rows to a snapshot; removes deleted ones. Call it in a {@link ReadTransaction}.
     *
     * @param pass has the builder of {@code old}
     * @return the new snapshot, which may be the same object; empty if the whole directory must be read
     */
    Optional<DirectorySnapshot> readOver(DirectorySnapshot old, ChangedRows changed, Pass pass) throws SQLException {
        Set<String> accounts = new LinkedHashSet<>(changed.accounts());
        Set<String> domains = new LinkedHashSet<>();
        Pass next = pass;
        if (changed.areRules()) {
            next = new Pass(pass.connection(), old.builder().withoutRules(), pass.texts(), pass.now(), pass.ends());
            new RuleRows(next).read();
            if (!old.builder().inheritsSame(next.builder())) {
                return Optional.empty();
            }
            for (String subject : old.builder().differentExemptions(next.builder())) {
                if (subject.startsWith("@")) {
                    domains.add(subject.substring(1));
                } else {
                    accounts.add(subject);
                }
            }
        }
        domains.addAll(readDomains(changed.domains(), next));
        AccountRows rows = new AccountRows(next);
        rows.read(accounts);
        rows.read("domain_name", domains);
        rows.read("plan", old.builder().differentPlans(next.builder()));
        rows.read("mail_host", old.builder().differentHosts(next.builder()));
        new AliasRows(next).read(changed.aliases());
        next.texts().report(faults);
        return Optional.of(changed.areRules() ? next.builder().build(delimiters) : old);
    }

    /** Reads domains; returns those whose accounts are different now. */
    private static Set<String> readDomains(Set<String> names, Pass pass) throws SQLException {
        Map<String, DomainRules> before = new HashMap<>();
        for (String name : names) {
            DomainRules rules = pass.builder().domains().get(name);
            before.put(name, rules == null ? DomainRules.INHERITING : rules);
        }
        new RuleRows(pass).readDomains(names);
        Set<String> different = new LinkedHashSet<>(names);
        different.removeIf(name -> DomainRules.equalForAccounts(
                before.get(name), pass.builder().domains().get(name)));
        return different;
    }
}
