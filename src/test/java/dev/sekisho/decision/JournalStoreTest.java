// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On H2, and on PostgreSQL where the environment names one. */
@Tag("slow")
class JournalStoreTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    static Stream<String> databases() {
        return System.getenv(TestDatabase.POSTGRESQL_URL_VARIABLE) == null
                ? Stream.of("h2")
                : Stream.of("h2", "postgresql");
    }

    private static TestDatabase open(String name) throws SQLException {
        return name.equals("h2")
                ? TestDatabase.h2()
                : TestDatabase.postgresql(System.getenv(TestDatabase.POSTGRESQL_URL_VARIABLE));
    }

    /** One decision a second: accounts a0 to a99 in turn, and every tenth by another service. */
    private static JournalStore filled(TestDatabase database, int rows) {
        JournalStore store = new JournalStore(database);
        List<JournalEntry> batch = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            batch.add(entry(i));
            if (batch.size() == 500 || i == rows - 1) {
                store.write(batch);
                batch.clear();
            }
        }
        return store;
    }

    private static JournalEntry entry(int i) {
        return new JournalEntry(
                String.format("r%07d", i),
                BEGIN.plusSeconds(i),
                i % 10 == 0 ? "quota" : "sendlimit",
                i % 10 == 0 ? "full" : "defer",
                "a" + i % 100,
                "192.0.2." + i % 7,
                "decision=defer key=a" + i % 100 + " n=" + i);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsWrittenIsFoundByItsReferenceTheNewestFirst(String name) throws SQLException {
        try (TestDatabase database = open(name)) {
            JournalStore store = filled(database, 10);
            assertThat(store.find("r0000003")).contains(entry(3));
            assertThat(store.find("r0000099")).isEmpty();
            JournalEntry later = new JournalEntry(
                    "r0000003", BEGIN.plusSeconds(60), "login", "reject", "日本", "2001:db8::1", "é=\"'\\");
            store.write(List.of(later));
            assertThat(store.find("r0000003")).contains(later);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void pagesGoOnWhereTheLastEndedAlsoWithinAMoment(String name) throws SQLException {
        try (TestDatabase database = open(name)) {
            JournalStore store = filled(database, 30);
            JournalEntry same = entry(29);
            store.write(List.of(same, same, same));
            Set<JournalQuery.Position> seen = new HashSet<>();
            List<Instant> times = new ArrayList<>();
            JournalQuery.Position after = null;
            List<JournalQuery.Found> page = store.page(query(null, null, null, null, after), 4);
            while (!page.isEmpty()) {
                for (JournalQuery.Found each : page) {
                    assertThat(seen.add(each.position())).isTrue();
                    times.add(each.entry().at());
                }
                after = JournalQuery.Position.read(
                                page.get(page.size() - 1).position().toString())
                        .orElseThrow();
                page = store.page(query(null, null, null, null, after), 4);
            }
            assertThat(times).hasSize(33).isSortedAccordingTo((one, other) -> other.compareTo(one));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void eachFilterHolds(String name) throws SQLException {
        try (TestDatabase database = open(name)) {
            JournalStore store = filled(database, 1_000);
            assertThat(store.page(query("a7", null, null, null, null), 1_000)).hasSize(10);
            assertThat(store.page(query("a7", "quota", null, null, null), 1_000))
                    .isEmpty();
            assertThat(store.page(query(null, "quota", null, null, null), 1_000))
                    .hasSize(100);
            JournalQuery window = new JournalQuery(
                    null, "192.0.2.3", null, "defer", BEGIN.plusSeconds(100), BEGIN.plusSeconds(107), null);
            assertThat(store.page(window, 10))
                    .singleElement()
                    .satisfies(each ->
                            assertThat(each.entry().at()).isBetween(BEGIN.plusSeconds(100), BEGIN.plusSeconds(106)));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSearchReadsNoMoreThanItsPage(String name) throws SQLException {
        try (TestDatabase database = open(name)) {
            filled(database, 30_000);
            database.execute("ANALYZE");
            JournalQuery.Position middle = new JournalQuery.Position(BEGIN.plusSeconds(15_000), 15_000);
            for (JournalQuery query : List.of(
                    query(null, null, null, null, null),
                    query("a7", null, null, null, null),
                    query(null, "quota", null, null, null),
                    query(null, null, "full", null, null),
                    query(null, null, null, BEGIN.plusSeconds(10_000), null),
                    query(null, null, null, null, middle),
                    query("a7", null, null, null, middle))) {
                String plan = plan(database, new JournalStore.Search(query));
                if (name.equals("h2")) {
                    Matcher scanned = SCANNED.matcher(plan);
                    assertThat(scanned.find()).as(plan).isTrue();
                    assertThat(Integer.parseInt(scanned.group(1))).as(plan).isLessThan(150);
                } else {
                    // PostgreSQL may sort the few rows of an account that the index found.
                    assertThat(plan).contains("Index Scan").doesNotContain("Seq Scan", "Sort Method: external");
                }
            }
        }
    }

    private static String plan(TestDatabase database, JournalStore.Search search) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("EXPLAIN ANALYZE " + search.sql())) {
            search.bind(statement, 100);
            StringBuilder plan = new StringBuilder();
            try (ResultSet lines = statement.executeQuery()) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theOldestGoInSmallSteps(String name) throws SQLException {
        try (TestDatabase database = open(name)) {
            JournalStore store = filled(database, 1_000);
            assertThat(store.deleteOlder(BEGIN.plusSeconds(100), 60)).isEqualTo(60);
            assertThat(store.deleteOlder(BEGIN.plusSeconds(100), 60)).isEqualTo(40);
            assertThat(store.deleteOlder(BEGIN.plusSeconds(100), 60)).isZero();
            assertThat(store.deleteBeyond(500, 1_000)).isEqualTo(400);
            List<JournalQuery.Found> left = store.page(query(null, null, null, null, null), 2_000);
            assertThat(left).hasSize(500);
            assertThat(left.get(499).entry()).isEqualTo(entry(500));
        }
    }

    private static JournalQuery query(
            @Nullable String account,
            @Nullable String service,
            @Nullable String result,
            @Nullable Instant to,
            JournalQuery.@Nullable Position after) {
        return new JournalQuery(account, null, service, result, null, to, after);
    }
}
