// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.cluster.ThrowawayPostgresql;
import dev.sekisho.sendlimit.counter.StoredCounts;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A single node that is killed while many accounts send: what the database has afterwards, counted exactly.
 * {@code -Dkills=10} kills it ten times, on PostgreSQL too.
 */
class KilledNodeIT {
    private static final System.Logger LOG = System.getLogger(KilledNodeIT.class.getName());
    private static final int KILLS = Integer.getInteger("kills", 1);
    private static final int SENDERS = 40;

    /** Logins without an account: the limit of the installation applies to each. */
    private static final List<String> LOGINS = IntStream.range(0, 100_000)
            .mapToObj(each -> "user" + each + "@killed.example")
            .toList();

    private static final Pattern COUNT = Pattern.compile("\\d+(?=[,;]|$)");

    @Test
    void aKilledNodeOnH2LosesAtMostTwoSeconds() throws Exception {
        SekishoNode node = SekishoNode.single(7, Map.of());
        kill(node, node.h2Url());
    }

    @Test
    @EnabledIfSystemProperty(named = "kills", matches = "[0-9]+")
    void aKilledNodeOnPostgresqlLosesAtMostTwoSeconds() throws Exception {
        ThrowawayPostgresql database = ThrowawayPostgresql.start();
        try {
            kill(
                    SekishoNode.single(8, Map.of("DATABASE_URL", database.url(), "DATABASE_USER", "sekisho")),
                    database.url());
        } finally {
            database.remove();
        }
    }

    private static void kill(SekishoNode node, String url) throws Exception {
        node.start();
        node.awaitReady();
        node.api("PUT", "/limits/installation", "{\"sendLimits\": \"10000000/1d\"}");
        long before = 0;
        try {
            for (int i = 0; i < KILLS; i++) {
                PolicyLoad load = new PolicyLoad(List.of(node), LOGINS, SENDERS);
                long killedMillis;
                try (load) {
                    await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
                    killedMillis = System.currentTimeMillis();
                    node.kill();
                    node.start();
                    node.awaitReady();
                }
                node.stop();
                long stored = stored(url);
                long lost = load.passed() - (stored - before);
                long lastSeconds = load.passedUntil(killedMillis) - load.passedUntil(killedMillis - 2000);
                LOG.log(
                        System.Logger.Level.INFO,
                        "killed: " + lost + " counts lost, " + lastSeconds + " in the last two seconds; " + load);
                assertThat(lost).isLessThanOrEqualTo(lastSeconds);
                // A request that was counted and not answered is repeated, and counted again after the restart.
                assertThat(lost).isGreaterThanOrEqualTo(-SENDERS);
                // On a busy machine the restart takes longer than a client waits.
                assertThat(load.refused()).allMatch("no answer"::equals);
                before = stored;
                if (i + 1 < KILLS) {
                    node.start();
                    node.awaitReady();
                }
            }
        } finally {
            node.end();
        }
    }

    private static long stored(String url) throws SQLException, IOException {
        long sum = 0;
        try (Connection connection = DriverManager.getConnection(url, "sekisho", "")) {
            for (String windows : StoredCounts.windows(connection).values()) {
                Matcher counts = COUNT.matcher(windows.replaceAll("\\d+:\\d+:", ""));
                while (counts.find()) {
                    sum += Long.parseLong(counts.group());
                }
            }
        }
        return sum;
    }
}
