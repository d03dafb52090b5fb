// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.DirectoryMessages;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Compares the copy of the directory with the database, and repairs it: a change may be unrecorded, for example while
 * triggers are disabled.
 *
 * <p>It reads a page at a time and pauses after each, so it takes at most a quarter of a processor, and memory for a
 * page. Rows that change meanwhile look different too, so {@link SnapshotHolder#repair} decides.
 */
@ThreadSafe
final class DirectoryCheck {
    private static final int PAGE_ROWS = 5_000;

    /** Pause after a page, in relation to the time that the page took. */
    private static final int PAUSE_FACTOR = 3;

    private static final String ACCOUNTS =
            AccountRows.SELECT + " WHERE address > ? ORDER BY address LIMIT " + PAGE_ROWS;

    private static final String TARGETS = "SELECT alias_address, target FROM alias_target WHERE alias_address > ?"
            + " ORDER BY alias_address, target LIMIT " + PAGE_ROWS;

    /** The number of rows in the database, and how many of them the copy has, the same or not. */
    static final class Seen {
        private int rows;
        private int known;

        void add(boolean isKnown) {
            rows++;
            known += isKnown ? 1 : 0;
        }
    }

    private final DataSource dataSource;
    private final SnapshotHolder copy;
    private final Clock clock;
    private final AtomicLong repaired = new AtomicLong();
    private final AtomicLong endedNanos = new AtomicLong(System.nanoTime());

    DirectoryCheck(DataSource dataSource, SnapshotHolder copy, Clock clock) {
        this.dataSource = dataSource;
        this.copy = copy;
        this.clock = clock;
    }

    /** The number of rows that differed, since the start. */
    long repaired() {
        return repaired.get();
    }

    /** The time of the last check, by {@link System#nanoTime}. */
    long endedNanos() {
        return endedNanos.get();
    }

    /** Checks and repairs; logs the result, and errors instead of throwing them. */
    void run() {
        try {
            check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException e) {
            DirectoryMessages.notChecked(e);
        } finally {
            endedNanos.set(System.nanoTime());
        }
    }

    private void check() throws SQLException, InterruptedException {
        long from = System.nanoTime();
        ChangedRows suspects = new ChangedRows().rules();
        checkDomains(suspects);
        Seen accounts = new Seen();
        checkAccounts(accounts, suspects);
        if (accounts.known < copy.snapshot().size()) {
            Set<String> all = copy.snapshot().builder().residents().keySet();
            absent("SELECT address FROM account WHERE address", all).forEach(suspects::account);
        }
        Seen aliases = new Seen();
        checkAliases(aliases, suspects);
        Set<String> all = copy.snapshot().builder().aliases().keySet();
        if (aliases.known < all.size()) {
            absent("SELECT alias_address FROM alias_target WHERE alias_address", all)
                    .forEach(suspects::alias);
        }
        RowCounts different = suspects.isEverything()
                ? reload(suspects)
                : copy.repair(suspects).orElse(RowCounts.NONE);
        repaired.addAndGet(different.total());
        long seconds = Math.round((System.nanoTime() - from) / 1e9);
        if (different.total() > 0) {
            DirectoryMessages.copyRepaired(different.accounts(), different.aliases(), different.others());
        } else {
            DirectoryMessages.copyChecked(accounts.rows, aliases.rows, seconds);
        }
    }

    private RowCounts reload(ChangedRows suspects) throws SQLException {
        copy.load();
        return new RowCounts(
                suspects.accounts().size(),
                suspects.aliases().size(),
                suspects.domains().size());
    }

    private Pass pass(Connection connection) {
        return new Pass(connection, copy.snapshot().builder(), new RowTexts(true), clock.instant(), Ends.ignored());
    }

    private void checkDomains(ChangedRows suspects) throws SQLException {
        Set<String> seen = new HashSet<>();
        SnapshotBuilder builder = copy.snapshot().builder();
        try (Connection connection = dataSource.getConnection()) {
            new RuleRows(pass(connection)).eachDomain((name, rules) -> {
                seen.add(name);
                if (!rules.equals(builder.domains().get(name))) {
                    suspects.domain(name);
                }
            });
        }
        builder.domains().keySet().stream().filter(name -> !seen.contains(name)).forEach(suspects::domain);
    }

    private void checkAccounts(Seen seen, ChangedRows suspects) throws SQLException, InterruptedException {
        for (List<String> page = List.of(""); !page.isEmpty(); ) {
            long from = System.nanoTime();
            page = accounts(page.get(page.size() - 1), seen, suspects);
            pause(from);
        }
    }

    /** The addresses of the next page. */
    private List<String> accounts(String after, Seen seen, ChangedRows suspects) throws SQLException {
        List<String> page = new ArrayList<>(PAGE_ROWS);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ACCOUNTS)) {
            statement.setString(1, after);
            AccountRows rows = new AccountRows(pass(connection));
            SnapshotBuilder builder = copy.snapshot().builder();
            Rows.each(statement, row -> {
                Resident resident = rows.resident(row);
                String address = resident.sender().account();
                page.add(address);
                Resident known = builder.residents().get(address);
                seen.add(known != null);
                if (!resident.equals(known)) {
                    suspects.account(address);
                }
            });
        }
        return page;
    }

    private void checkAliases(Seen seen, ChangedRows suspects) throws SQLException, InterruptedException {
        for (AliasPage page = new AliasPage(); !page.isLast(); ) {
            long from = System.nanoTime();
            page = aliases(page.last());
            page.check(copy.snapshot().builder().aliases(), seen, suspects);
            pause(from);
        }
    }

    private AliasPage aliases(String after) throws SQLException {
        AliasPage page = new AliasPage();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(TARGETS)) {
            statement.setString(1, after);
            Rows.each(statement, row -> page.add(row.getString(1), row.getString(2)));
        }
        page.end(PAGE_ROWS);
        return page;
    }

    /** Those of {@code keys} that the database does not have. */
    private List<String> absent(String sql, Collection<String> keys) throws SQLException, InterruptedException {
        List<String> absent = new ArrayList<>();
        Iterator<String> all = keys.iterator();
        while (all.hasNext() && absent.size() <= ChangedRows.MAX_ROWS) {
            long from = System.nanoTime();
            Set<String> some = new HashSet<>();
            while (all.hasNext() && some.size() < Rows.KEYS) {
                some.add(all.next());
            }
            try (Connection connection = dataSource.getConnection()) {
                Rows.each(connection, sql + " = ANY (?)", List.copyOf(some), row -> some.remove(row.getString(1)));
            }
            absent.addAll(some);
            pause(from);
        }
        return absent;
    }

    private static void pause(long fromNanos) throws InterruptedException {
        Thread.sleep((System.nanoTime() - fromNanos) * PAUSE_FACTOR / 1_000_000);
    }
}
