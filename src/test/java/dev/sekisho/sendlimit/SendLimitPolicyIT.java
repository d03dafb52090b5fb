// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The send-limit service as operators and Postfix use it: limits and counters by the API, requests by the socket. */
class SendLimitPolicyIT extends SekishoUnderTest {
    private static final String PASS = "action=DUNNO";
    private static final String ALICE = "alice@limits.example";
    private static final String COUNTERS = "/accounts/" + ALICE + "/counters";

    @BeforeEach
    void directory() throws Exception {
        put("/mail-hosts/limits-a", """
                {"address": "192.0.2.11", "imapPort": 143, "pop3Port": 110, "smtpPort": 587, "state": "up"}""");
        put("/domains/limits.example", "{}");
        limit("100/1h");
        assertThat(api("DELETE", COUNTERS, "").statusCode()).isEqualTo(204);
    }

    @Test
    void manyConnectionsTogetherReachTheLimitExactly() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(20);
        try {
            List<Callable<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(() -> sendTen(1));
            }
            int passed = 0;
            for (Future<Integer> each : executor.invokeAll(clients)) {
                passed += each.get();
            }
            assertThat(passed).isEqualTo(100);
        } finally {
            executor.shutdownNow();
        }
        assertThat(counters()).contains("\"used\":100").contains("\"release\":\"");
    }

    @Test
    void aSpentLimitIsDeferredReadAndReset() throws Exception {
        assertThat(policy(SENDLIMIT_PORT, message("first", 100))).isEqualTo(PASS);
        String deferred = "action=450 4.7.1 Send limit of 100 recipients in 1h reached, 100 used; next possible 20";
        assertThat(policy(SENDLIMIT_PORT, message("second", 1))).startsWith(deferred);
        assertThat(policy(SENDLIMIT_PORT, recipient())).startsWith(deferred);
        assertThat(counters()).contains("\"limit\":\"100/1h\"", "\"used\":100", "\"allowed\":100");

        assertThat(api("DELETE", COUNTERS, "").statusCode()).isEqualTo(204);
        assertThat(counters()).contains("\"used\":0").doesNotContain("release");
        assertThat(policy(SENDLIMIT_PORT, recipient())).isEqualTo(PASS);
        assertThat(policy(SENDLIMIT_PORT, message("third", 1))).isEqualTo(PASS);
    }

    @Test
    void aRequestThatPostfixRepeatsOnAnotherConnectionIsCountedOnce() throws Exception {
        String message = message("repeated", 7);
        assertThat(policy(SENDLIMIT_PORT, message)).isEqualTo(PASS);
        assertThat(policy(SENDLIMIT_PORT, message)).isEqualTo(PASS);
        assertThat(counters()).contains("\"used\":7");
    }

    @Test
    void aMessageWithTooManyRecipientsIsDeferredAndNotCounted() throws Exception {
        assertThat(policy(SENDLIMIT_PORT, message("large", 101))).startsWith("action=450 4.7.1 ");
        assertThat(counters()).contains("\"used\":0");
    }

    @Test
    void anotherLimitHoldsWithinASecondAndKeepsWhatWasCounted() throws Exception {
        policy(SENDLIMIT_PORT, message("before", 5));
        limit("5/1h, 1000/1d");
        assertThat(policy(SENDLIMIT_PORT, message("after", 1))).startsWith("action=450 4.7.1 Send limit of 5 ");
        limit("unlimited");
        assertThat(policy(SENDLIMIT_PORT, message("unlimited", 10_000))).isEqualTo(PASS);
    }

    @Test
    void aSendBlockedAccountIsRefusedForGood() throws Exception {
        account("\"permitSending\": false");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(policy(SENDLIMIT_PORT, recipient())).startsWith("action=550 5.7.1 "));
    }

    @Test
    void eachDecisionIsALineInTheDecisionLog() throws Exception {
        String instance = UUID.randomUUID().toString();
        policy(SENDLIMIT_PORT, message(instance, 3));
        Path log = Path.of(System.getProperty("wlp.home"), "usr/servers/sekisho-it/logs/decisions.log");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(Files.readAllLines(log))
                        .filteredOn(line -> line.contains(instance))
                        .singleElement()
                        .asString()
                        .matches("\\S+Z decision=dunno by=sendlimit limit=100/1h key=" + ALICE
                                + " state=END-OF-MESSAGE instance=" + instance
                                + " client=192\\.0\\.2\\.7 cost=3 used=3 of=100 took_us=\\d+"));
    }

    /** Ten messages on one connection; how many of them passed. */
    private static int sendTen(int recipients) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(10_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), SENDLIMIT_PORT), 5000);
            int passed = 0;
            for (int i = 0; i < 10; i++) {
                String message = message(UUID.randomUUID().toString(), recipients);
                socket.getOutputStream().write(message.getBytes(StandardCharsets.US_ASCII));
                if (answer(socket).equals(PASS)) {
                    passed++;
                }
            }
            return passed;
        }
    }

    private static String answer(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\n\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after \"" + text + '"');
            }
            text.append((char) next);
        }
        return text.toString().strip();
    }

    private static String message(String instance, int recipients) {
        return request("END-OF-MESSAGE", instance, recipients);
    }

    private static String recipient() {
        return request("RCPT", "look", 0);
    }

    private static String request(String state, String instance, int recipients) {
        return "request=smtpd_access_policy\nprotocol_state=" + state + "\nrecipient_count=" + recipients
                + "\ninstance=" + instance + "\nqueue_id=4QZ1\nsize=1000\nclient_address=192.0.2.7\nsasl_username="
                + ALICE + "\n\n";
    }

    private static String counters() throws Exception {
        return api("GET", COUNTERS, "").body().replaceAll("\\s", "");
    }

    /** Gives the account another limit and waits until the service has it, within the documented time. */
    private static void limit(String limits) throws Exception {
        account("\"sendLimits\": \"" + limits + '"');
        String first = limits.split(",", -1)[0];
        await().atMost(Duration.ofSeconds(5))
                .until(() -> limits.equals("unlimited")
                        ? counters().contains("\"counters\":[]")
                        : counters().contains("\"limit\":\"" + first + '"'));
    }

    private static void account(String member) throws Exception {
        put("/accounts/" + ALICE, """
                {"mailHost": "limits-a", "secret": "{PLAIN}open sesame", %s}""".formatted(member));
    }

    private static void put(String path, String json) throws Exception {
        var answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }
}
