// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.TestDatabase;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.sendlimit.TestAttempt;
import dev.sekisho.sendlimit.TestDirectory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An hour, by Sekisho's clock, without the database; on H2, and on PostgreSQL where the environment names one. */
@Tag("slow")
class DatabaseAwayTest {
    private static final int ACCOUNTS = 2_000;
    private static final int MESSAGES_A_SECOND = 50;
    private static final String SPENT = "spent@example.org";
    private static final String RESET = "reset@example.org";

    static Stream<String> databases() {
        return System.getenv(TestDatabase.POSTGRESQL_URL_VARIABLE) == null
                ? Stream.of("h2")
                : Stream.of("h2", "postgresql");
    }

    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final Map<String, Long> counted = new TreeMap<>();
    private final Random random = new Random(4);
    private long messages;

    @ParameterizedTest
    @MethodSource("databases")
    void forAnHourDecisionsGoOnTheBacklogIsBoundedAndWhatIsWrittenAfterIsRight(String name) throws SQLException {
        try (OperatorLog log = new OperatorLog("dev.sekisho.sendlimit");
                CacheFactory caches = TestCaches.open();
                TestDatabase database = name.equals("h2")
                        ? TestDatabase.h2()
                        : TestDatabase.postgresql(System.getenv(TestDatabase.POSTGRESQL_URL_VARIABLE))) {
            SendCounters counters = new SendCounters(caches, directory, clock, event -> {});
            JdbcCounterStore store = new JdbcCounterStore(database);
            CounterWriter writer = new CounterWriter(counters, store, clock);
            writer.load();
            // The accounts of the load have rows of before in part, and none in part.
            for (int i = 0; i < ACCOUNTS / 2; i++) {
                count(counters, account(i), "100000/1d");
            }
            count(counters, RESET, "100000/1d");
            writer.write();
            assertThat(counters.unwritten()).isZero();

            database.setAway(true);
            int refused = 0;
            for (int second = 0; second < 3_600; second++) {
                clock.advance(Duration.ofSeconds(1));
                for (int i = 0; i < MESSAGES_A_SECOND; i++) {
                    assertThat(count(counters, account(random.nextInt(ACCOUNTS)), "100000/1d"))
                            .isEqualTo(LimitResult.Outcome.ADMITTED);
                }
                refused += count(counters, SPENT, "1000/1d") == LimitResult.Outcome.REFUSED ? 1 : 0;
                writer.write();
                assertThat(counters.unwritten()).isLessThanOrEqualTo(ACCOUNTS + 1);
            }
            counters.reset(RESET);
            counted.put(RESET, 0L);
            assertThat(refused).as("of 3600 with a limit of 1000").isEqualTo(2_600);
            assertThat(log.lines()).singleElement().asString().startsWith("SKS0301W ");

            // It comes back and fails again in the middle of the backlog: the third batch is written, but unconfirmed.
            database.setAway(false);
            store.batches = 0;
            store.loseAfter(2);
            writer.write();
            assertThat(store.batches).isEqualTo(3);
            assertThat(counters.unwritten()).isEqualTo(ACCOUNTS + 2 - 2 * 500);
            clock.advance(Duration.ofMinutes(1));
            count(counters, account(0), "100000/1d");
            writer.write();
            database.setAway(false);
            writer.write();
            assertThat(counters.unwritten()).isZero();
            clock.advance(Duration.ofSeconds(5));
            writer.write();
            assertThat(log.lines()).last().asString().startsWith("SKS0302I ");

            try (CacheFactory later = TestCaches.open()) {
                SendCounters restarted = new SendCounters(later, directory, clock, event -> {});
                new CounterWriter(restarted, store, clock).load();
                assertThat(counted).hasSize(ACCOUNTS + 2);
                counted.forEach((account, sum) -> {
                    assertThat(restarted.usage(account).get(0).used())
                            .as("%s after a restart", account)
                            .isEqualTo(sum);
                    assertThat(counters.usage(account).get(0).used())
                            .as(account)
                            .isEqualTo(sum);
                });
            }
        }
    }

    private LimitResult.Outcome count(SendCounters counters, String account, String limits) {
        Sender sender = directory.put(account, limits);
        LimitResult.Outcome outcome =
                TestAttempt.count(counters, sender, 1, 0, ++messages).outcome();
        if (outcome == LimitResult.Outcome.ADMITTED) {
            counted.merge(account, 1L, Long::sum);
        }
        return outcome;
    }

    private static String account(int number) {
        return "user" + number + "@example.org";
    }
}
