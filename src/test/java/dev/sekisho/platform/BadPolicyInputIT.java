// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What no Postfix sends to a policy port, through real sockets, beside a live connection that is answered all the time.
 */
class BadPolicyInputIT extends SekishoUnderTest {
    private static final String PASS = "action=DUNNO\n\n";
    private static final String GOOD = "request=smtpd_access_policy\nprotocol_state=RCPT\ninstance=good\n\n";
    private static final String BEGIN = "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\n";

    @Test
    void aProtocolErrorClosesOneConnectionAndIsLoggedOnceAMinute() throws Exception {
        int before = warnings("protocol error");
        List<String> nonsense = List.of(
                BEGIN + "size=-1\n\n",
                BEGIN + "recipient_count=99999999999\n\n",
                BEGIN + "sender=a\0b\n\n",
                BEGIN + "sender=" + "x".repeat(10_000_000) + "\n\n",
                BEGIN + "attribute=value\n".repeat(650_000) + "\n",
                "EHLO client.example.org\r\n");
        try (Socket good = connect()) {
            for (String each : nonsense) {
                assertThat(closedOn(each)).as(each.substring(0, 20)).isTrue();
                assertThat(request(good)).isEqualTo(PASS);
            }
        }
        // A minute may have begun within the test, or another test may have written a line just before.
        assertThat(warnings("protocol error") - before).isBetween(0, 2);
        assertThat(warnings("protocol error")).isPositive();
    }

    @Test
    void aRequestWithoutAnInstanceAndOneOfAbsurdFiguresAreAnswered() throws Exception {
        assertThat(policy(SENDLIMIT_PORT, BEGIN + "recipient_count=3\nsasl_username=unknown@nowhere.example\n\n"))
                .startsWith("action=");
        assertThat(policy(
                        SENDLIMIT_PORT,
                        BEGIN + "instance=i\nrecipient_count=2147483647\nsize=9223372036854775807\n"
                                + "sasl_username=unknown@nowhere.example\n\n"))
                .startsWith("action=");
        assertThat(policy(QUOTA_PORT, BEGIN + "size=9223372036854775807\nrecipient=unknown@nowhere.example\n\n"))
                .startsWith("action=");
    }

    @Test
    void aThousandSilentOrIncompleteConnectionsAreClosedAndOthersAreServed() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (Socket good = connect()) {
            assertThat(request(good)).isEqualTo(PASS);
            for (int i = 0; i < 1_000; i++) {
                Socket socket = connect();
                silent.add(socket);
                if (i % 2 == 0) {
                    socket.getOutputStream().write("request=smtpd_acc".getBytes(StandardCharsets.US_ASCII));
                }
            }
            long begin = System.nanoTime();
            assertThat(request(good)).isEqualTo(PASS);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
            // request-timeout-seconds is 10.
            await().atMost(Duration.ofSeconds(20)).until(() -> openConnections() <= 50);
            assertThat(request(good)).isEqualTo(PASS);
            for (Socket each : silent) {
                assertThat(each.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket each : silent) {
                each.close();
            }
        }
        assertThat(warnings("nothing received after the connection was opened")).isBetween(1, 2);
        assertThat(warnings("request did not arrive completely in time")).isBetween(1, 2);
    }

    private static int openConnections() throws Exception {
        return get("/metrics")
                .body()
                .lines()
                .filter(line ->
                        line.startsWith("sekisho_listener_open_connections") && line.contains("listener=\"sendlimit\""))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static int warnings(String cause) throws IOException {
        Path log = Path.of(System.getProperty("wlp.home"), "usr/servers/sekisho-it/logs/messages.log");
        return (int) Files.readAllLines(log).stream()
                .filter(line -> line.contains("SKS0204W") && line.contains("sendlimit") && line.contains(cause))
                .count();
    }

    private static boolean closedOn(String text) throws IOException {
        try (Socket socket = connect()) {
            try {
                OutputStream out = socket.getOutputStream();
                out.write(text.getBytes(StandardCharsets.UTF_8));
                return socket.getInputStream().read() == -1;
            } catch (IOException e) {
                return true; // reset while it was still being sent
            }
        }
    }

    private static String request(Socket socket) throws IOException {
        socket.getOutputStream().write(GOOD.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(PASS.length()), StandardCharsets.ISO_8859_1);
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), SENDLIMIT_PORT), 5000);
        return socket;
    }
}
