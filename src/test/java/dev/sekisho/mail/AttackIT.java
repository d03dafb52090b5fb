// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Attackers through a real nginx and without it: each test has networks of its own, since what was counted stays
 * counted.
 */
class AttackIT extends RealMail {
    private static final String NORA = address("nora");
    private static final String OSCAR = address("oscar");
    private static final String WRONG = "NO [AUTHENTICATIONFAILED] Authentication failed.";

    /** sekisho.bruteforce.wait-seconds of Sekisho under test. */
    private static final Duration TARPIT = Duration.ofSeconds(3);

    /** One more than rule account-network permits. */
    private static final int GUESSES = 11;

    private static final ExecutorService CLIENTS = Executors.newCachedThreadPool();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void accounts() {
        account("nora", Map.of());
        account("oscar", Map.of());
        awaitVisible();
    }

    @AfterAll
    static void end() {
        CLIENTS.shutdownNow();
    }

    private static List<String> together(int count, NumberedLogin login) throws Exception {
        List<Callable<String>> all = IntStream.rangeClosed(1, count)
                .mapToObj(i -> (Callable<String>) () -> login.reply(i))
                .toList();
        List<String> replies = new ArrayList<>();
        for (Future<String> each : CLIENTS.invokeAll(all)) {
            replies.add(each.get());
        }
        return replies;
    }

    private interface NumberedLogin {
        String reply(int number) throws Exception;
    }

    private static String throughNginx(String from, String user, String password) throws IOException {
        try (RawLogin login = RawLogin.imap(from)) {
            return login.login(user, password);
        }
    }

    private static String directly(String from, String user, String password) throws IOException {
        try (RawLogin login = RawLogin.directImap(from)) {
            return login.login(user, password);
        }
    }

    private static String bySieve(String from, String user, String password) throws IOException {
        try (RawLogin login = RawLogin.sieve(from)) {
            return login.authenticate(user, password);
        }
    }

    private static String blocks(String filter) {
        return API.get("blocks?" + filter);
    }

    @Test
    void guessesThatBypassNginxBlockOnlyTheirNetworkOnBothPaths() throws Exception {
        assertThat(together(GUESSES, i -> directly("127.77.1." + i, NORA, "guess " + i)))
                .allMatch(WRONG::equals);
        assertThat(blocks("account=" + NORA)).contains("\"account-network\"", "127.77.1.0/24");
        assertThat(directly("127.77.1.100", NORA, PASSWORD)).isEqualTo(WRONG);
        assertThat(throughNginx("127.77.1.100", NORA, PASSWORD)).isEqualTo(WRONG);
        assertThat(directly("127.77.1.100", OSCAR, PASSWORD))
                .as("another account")
                .startsWith("OK ");
        assertThat(directly("127.77.11.1", NORA, PASSWORD))
                .as("another network")
                .startsWith("OK ");
    }

    @Test
    void guessesThroughNginxCloseDovecotToo() throws Exception {
        assertThat(together(GUESSES, i -> throughNginx("127.77.2." + i, NORA, "guess " + i)))
                .allMatch(WRONG::equals);
        assertThat(throughNginx("127.77.2.100", NORA, PASSWORD)).isEqualTo(WRONG);
        assertThat(directly("127.77.2.100", NORA, PASSWORD)).isEqualTo(WRONG);
        assertThat(bySieve("127.77.2.100", NORA, PASSWORD)).isEqualTo("NO \"Authentication failed.\"");
        assertThat(throughNginx("127.77.22.1", NORA, PASSWORD)).startsWith("OK ");

        Matcher id =
                Pattern.compile("\"id\":\"([0-9a-f]{16})\"").matcher(blocks("address=127.77.2.100&account=" + NORA));
        assertThat(id.find()).isTrue();
        API.delete("blocks/" + id.group(1));
        assertThat(directly("127.77.2.100", NORA, PASSWORD)).as("lifted").startsWith("OK ");
    }

    @Test
    void guessesThroughManageSieveCount() throws Exception {
        assertThat(together(GUESSES, i -> bySieve("127.77.3." + i, NORA, "guess " + i)))
                .allMatch("NO \"Authentication failed.\""::equals);
        assertThat(bySieve("127.77.3.100", NORA, PASSWORD)).startsWith("NO ");
        assertThat(throughNginx("127.77.3.100", NORA, PASSWORD)).isEqualTo(WRONG);
    }

    @Test
    void aRepeatedOldPasswordBlocksNoClient() throws Exception {
        assertThat(together(3 * GUESSES, i -> directly("127.77.4." + i, NORA, "last year's")))
                .allMatch(WRONG::equals);
        assertThat(directly("127.77.4.100", NORA, PASSWORD)).startsWith("OK ");
    }

    /**
     * One failure is counted once although nginx and Dovecot both report it: what nginx rejects never gets to Dovecot.
     */
    @Test
    void aLoginThroughNginxIsCountedByOneServiceOnly() throws Exception {
        together(GUESSES - 1, i -> throughNginx("127.77.5." + i, NORA, "guess " + i));
        assertThat(throughNginx("127.77.5.100", NORA, PASSWORD)).startsWith("OK ");
    }

    @Test
    void theClientBehindWebmailIsCountedAndNotWebmail() throws Exception {
        assertThat(together(GUESSES, i -> webmail("198.51.100." + i, "guess " + i)))
                .allMatch(WRONG::equals);
        assertThat(blocks("address=198.51.100.77&account=" + NORA)).contains("198.51.100.0/24");
        assertThat(webmail("198.51.100.100", PASSWORD)).isEqualTo(WRONG);
        assertThat(webmail("203.0.113.9", PASSWORD)).startsWith("OK ");
    }

    private static String webmail(String client, String password) throws IOException {
        try (RawLogin login = RawLogin.directImap("127.0.0.5")) {
            login.say("ID (\"x-originating-ip\" \"" + client + "\")");
            return login.login(NORA, password);
        }
    }

    @Test
    void theWaitAfterARefusalGrowsAndNginxKeepsTheClientWaiting() throws Exception {
        List<Long> millis = new ArrayList<>();
        try (RawLogin login = RawLogin.imap("127.77.6.1")) {
            for (int i = 0; i < 3; i++) {
                long begin = System.nanoTime();
                assertThat(login.login(NORA, "guess " + i)).isEqualTo(WRONG);
                millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            }
        }
        assertThat(millis.get(0)).isBetween(1000L, 3900L);
        assertThat(millis.get(1)).isGreaterThanOrEqualTo(2000L);
        assertThat(millis.get(2)).isGreaterThanOrEqualTo(4000L);
    }

    /**
     * An attacker cannot lock an account out: while oscar is guessed from more networks than the rule permits, his own
     * network logs in at once, and a new one does after a wait in nginx, which occupies no thread of Sekisho.
     */
    @Test
    void duringADistributedAttackTheOwnerLogsInAndAnUnknownClientWaits() throws Exception {
        assertThat(throughNginx("127.80.1.1", OSCAR, PASSWORD)).startsWith("OK ");
        together(21, i -> throughNginx("127.78." + i + ".1", OSCAR, "guess"));
        assertThat(blocks("account=" + OSCAR)).contains("\"distributed\"", "\"wait\"");

        long begin = System.nanoTime();
        assertThat(throughNginx("127.80.1.2", OSCAR, PASSWORD)).as("owner").startsWith("OK ");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TARPIT);

        double waits = waits();
        begin = System.nanoTime();
        Future<String> reply = CLIENTS.submit(() -> throughNginx("127.81.1.1", OSCAR, PASSWORD));
        // Sekisho has answered, so none of its threads serves this client, and the client still waits.
        await().atMost(TARPIT.minusSeconds(1)).until(() -> waits() > waits);
        assertThat(reply.isDone()).isFalse();
        assertThat(reply.get()).as("unknown client").startsWith("OK ");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(TARPIT.minusMillis(50), TARPIT.plusSeconds(5));

        begin = System.nanoTime();
        assertThat(directly("127.82.1.1", OSCAR, PASSWORD))
                .as("unknown client at Dovecot")
                .startsWith("OK ");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(TARPIT.minusMillis(50));
    }

    private static double waits() throws IOException, InterruptedException {
        String metrics = HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:19080/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher value = Pattern.compile("(?m)^sekisho_login_requests_total\\{[^}]*result=\"wait\"[^}]*\\} (\\S+)")
                .matcher(metrics);
        return value.find() ? Double.parseDouble(value.group(1)) : 0;
    }
}
