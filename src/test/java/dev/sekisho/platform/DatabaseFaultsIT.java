// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sekisho.cluster.ThrowawayPostgresql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One node on a PostgreSQL that is frozen, locked, stopped, without connections, or behind a silent network, under
 * steady logins: each is answered in time and none as a wrong password, Sekisho is alive, and API calls end.
 *
 * <p>Each fault lasts 8 s, so that a build stays short; {@code -Dplugs.seconds=60} takes a minute.
 */
class DatabaseFaultsIT {
    private static final System.Logger LOG = System.getLogger(DatabaseFaultsIT.class.getName());
    private static final int SECONDS = Integer.getInteger("plugs.seconds", 8);
    private static final int LOGIN_EVERY_MILLIS = 50;
    private static final int ACCOUNTS = 20;

    /** The three seconds of a login, and what a busy machine adds. */
    private static final long LATEST_LOGIN_MILLIS = 3_600;

    private static final long LATEST_CALL_MILLIS = 15_000;

    /** So long after a fault all logins are good again; a silent connection is given up after eight seconds of it. */
    private static final long RECOVERY_MILLIS = 6_000;

    private static @Nullable ThrowawayPostgresql database;
    private static @Nullable PausingRelay relay;
    private static @Nullable SekishoNode sekisho;

    /** The result of one request. */
    private record Answer(long beginMillis, long millis, String text) {}

    /** A fault; the returned action ends it. */
    private interface Fault {
        End begin() throws Exception;
    }

    private interface End {
        void end() throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        assumeThat(ThrowawayPostgresql.programs())
                .as("PostgreSQL is installed and this is root")
                .isPresent();
        database = ThrowawayPostgresql.start();
        relay = new PausingRelay(database().port());
        String url = "jdbc:postgresql://127.0.0.1:" + relay().port() + "/sekisho";
        sekisho = new SekishoNode(8, 0, Map.of("DATABASE_URL", url, "DATABASE_USER", "sekisho"));
        sekisho().start();
        sekisho().awaitReady();
        sekisho().api("PUT", "/mail-hosts/faulty-a", """
                {"address": "192.0.2.11", "imapPort": 143, "pop3Port": 110, "smtpPort": 587, "state": "up", "probe": false}""");
        sekisho().api("PUT", "/domains/faulty.example", "{}");
        for (int i = 0; i < ACCOUNTS; i++) {
            sekisho().api("PUT", "/accounts/" + account(i), """
                    {"mailHost": "faulty-a", "secret": "{PLAIN}open sesame"}""");
        }
        for (int i = 0; i < 200; i++) {
            assertThat(login(i)).isEqualTo("OK");
        }
    }

    @AfterAll
    static void end() throws Exception {
        if (sekisho != null) {
            sekisho.end();
        }
        if (relay != null) {
            relay.close();
        }
        if (database != null) {
            database.remove();
        }
    }

    @Test
    void frozen() throws Exception {
        under("frozen", () -> {
            database().freeze();
            return () -> database().thaw();
        });
    }

    @Test
    void locked() throws Exception {
        under("locked", () -> {
            Connection connection = DriverManager.getConnection(database().url(), "sekisho", "");
            connection.setAutoCommit(false);
            execute(connection, "LOCK TABLE account IN ACCESS EXCLUSIVE MODE");
            return connection::close;
        });
    }

    @Test
    void stopped() throws Exception {
        under("stopped", () -> {
            database().pullPlug();
            return () -> database().plugIn();
        });
    }

    @Test
    void withoutConnections() throws Exception {
        under("without connections", () -> {
            asSuperuser("ALTER ROLE sekisho CONNECTION LIMIT 0");
            asSuperuser("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'sekisho'");
            return () -> asSuperuser("ALTER ROLE sekisho CONNECTION LIMIT -1");
        });
    }

    @Test
    void behindASilentNetwork() throws Exception {
        under("behind a silent network", () -> {
            relay().pause(true);
            return () -> relay().pause(false);
        });
    }

    /** As after a fail-over: the old connections have no other end any more, new ones are answered. */
    @Test
    void onHalfOpenConnections() throws Exception {
        Queue<Answer> logins = new ConcurrentLinkedQueue<>();
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(100);
        try {
            every(clients, LOGIN_EVERY_MILLIS, () -> note(logins, DatabaseFaultsIT::someLogin));
            Thread.sleep(2_000);
            relay().forget();
            // Their own time limit ends them, and the end of the first one purges the pool.
            Thread.sleep(18_000);
        } finally {
            clients.shutdown();
            clients.awaitTermination(20, TimeUnit.SECONDS);
        }
        LOG.log(System.Logger.Level.INFO, "half-open: " + summary(logins));
        assertThat(logins).allMatch(DatabaseFaultsIT::isInTimeAndNotWrong);
        long last = logins.stream().mapToLong(Answer::beginMillis).max().orElseThrow();
        assertThat(logins.stream().filter(each -> each.beginMillis > last - 2_000))
                .allMatch(each -> each.text.equals("OK"));
    }

    private static void under(String name, Fault fault) throws Exception {
        Queue<Answer> logins = new ConcurrentLinkedQueue<>();
        Queue<Answer> lives = new ConcurrentLinkedQueue<>();
        Queue<Answer> calls = new ConcurrentLinkedQueue<>();
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(200);
        long endedMillis;
        try {
            every(clients, LOGIN_EVERY_MILLIS, () -> note(logins, DatabaseFaultsIT::someLogin));
            every(
                    clients,
                    200,
                    () -> note(lives, () -> "" + sekisho().get("/health/live").statusCode()));
            every(clients, 1_000, () -> note(calls, () -> "" + sekisho().call("GET", "/accounts/" + account(1), "")));
            every(
                    clients,
                    1_500,
                    () -> note(
                            calls,
                            () -> ""
                                    + sekisho()
                                            .call("PUT", "/accounts/" + account(2), "{\"mailHost\": \"faulty-a\"}")));
            Thread.sleep(2_000);
            End end = fault.begin();
            try {
                Thread.sleep(SECONDS * 1_000L);
            } finally {
                end.end();
            }
            endedMillis = System.currentTimeMillis();
            Thread.sleep(RECOVERY_MILLIS + 3_000);
        } finally {
            clients.shutdown();
            clients.awaitTermination(30, TimeUnit.SECONDS);
        }
        LOG.log(
                System.Logger.Level.INFO,
                name + " for " + SECONDS + " s: logins " + summary(logins) + "; live " + summary(lives) + "; API "
                        + summary(calls));
        assertThat(logins).hasSizeGreaterThan(SECONDS * 1_000 / LOGIN_EVERY_MILLIS / 2);
        assertThat(logins).allMatch(DatabaseFaultsIT::isInTimeAndNotWrong);
        assertThat(logins.stream().filter(each -> each.beginMillis > endedMillis + RECOVERY_MILLIS))
                .isNotEmpty()
                .allMatch(each -> each.text.equals("OK"));
        assertThat(lives).allMatch(each -> each.millis < 1_000 && each.text.equals("200"));
        assertThat(calls).allMatch(each -> each.millis < LATEST_CALL_MILLIS && each.text.matches("200|204|503"));
    }

    private static void every(ScheduledExecutorService clients, int millis, Runnable work) {
        var unused = clients.scheduleAtFixedRate(() -> clients.execute(work), 0, millis, TimeUnit.MILLISECONDS);
    }

    private static boolean isInTimeAndNotWrong(Answer login) {
        return login.millis < LATEST_LOGIN_MILLIS
                && (login.text.equals("OK") || login.text.startsWith("[UNAVAILABLE]"));
    }

    private interface Request {
        String send() throws Exception;
    }

    private static void note(Queue<Answer> answers, Request request) {
        long begin = System.currentTimeMillis();
        long nanos = System.nanoTime();
        String text;
        try {
            text = request.send();
        } catch (Exception e) {
            text = String.valueOf(e);
        }
        answers.add(new Answer(begin, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos), text));
    }

    private static String summary(Queue<Answer> answers) {
        List<Long> millis = answers.stream().map(Answer::millis).sorted().toList();
        Map<String, Long> texts = answers.stream()
                .collect(java.util.stream.Collectors.groupingBy(Answer::text, java.util.stream.Collectors.counting()));
        return texts + " p50 " + millis.get(millis.size() / 2) + " p99 " + millis.get(millis.size() * 99 / 100)
                + " max " + millis.get(millis.size() - 1) + " ms";
    }

    private static final AtomicInteger NEXT = new AtomicInteger();

    private static String someLogin() throws Exception {
        return login(NEXT.incrementAndGet());
    }

    private static String login(int number) throws Exception {
        return sekisho().login("192.0.2." + (1 + number % 200), account(number % ACCOUNTS), "open sesame");
    }

    private static String account(int number) {
        return "user" + number + "@faulty.example";
    }

    private static void asSuperuser(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database().url(), "postgres", "")) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static ThrowawayPostgresql database() {
        return Objects.requireNonNull(database);
    }

    private static PausingRelay relay() {
        return Objects.requireNonNull(relay);
    }

    private static SekishoNode sekisho() {
        return Objects.requireNonNull(sekisho);
    }
}
