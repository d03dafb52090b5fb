// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The CPU time of a request compared with that of {@link BareResponder} in the same minute: a ratio, which a slow or
 * busy machine changes little. A test fails when a service takes half as much again as when its ratio was written here,
 * and so does a third fewer requests.
 */
class ServiceCostIT {
    private static final System.Logger LOG = System.getLogger(ServiceCostIT.class.getName());
    private static final int BARE_PORT = 15_999;
    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 5;
    private static final double ALLOWED = 1.5;
    private static final byte[] LOGIN = ("GET /auth/nginx HTTP/1.0\r\nHost: 127.0.0.1\r\nAuth-Method: plain\r\n"
                    + "Auth-User: cost@cost.example\r\nAuth-Pass: a-secret-of-cost\r\nAuth-Protocol: imap\r\n"
                    + "Auth-Login-Attempt: 1\r\nClient-IP: 192.0.2.1\r\nX-Auth-Key: " + SekishoUnderTest.KEY
                    + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    private static final AtomicInteger MESSAGES = new AtomicInteger();
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(CONNECTIONS);

    private static SekishoNode node;
    private static Process bare;

    @BeforeAll
    static void start() throws Exception {
        node = SekishoNode.single(9, Map.of());
        node.start();
        bare = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        "target/test-classes",
                        BareResponder.class.getName(),
                        Integer.toString(BARE_PORT))
                .start();
        node.awaitReady();
        node.api("PUT", "/limits/installation", "{\"sendLimits\": \"1000000000/1h, 1000000000/1d\"}");
        node.api("PUT", "/mail-hosts/cost", "{\"address\": \"192.0.2.9\", \"probe\": false}");
        node.api("PUT", "/domains/cost.example", "{}");
        node.api(
                "PUT",
                "/accounts/cost@cost.example",
                "{\"mailHost\": \"cost\", \"secret\": \"{PLAIN}a-secret-of-cost\"}");
    }

    @AfterAll
    static void end() throws InterruptedException {
        THREADS.shutdownNow();
        bare.destroyForcibly();
        node.end();
    }

    @Test
    void sendLimit() throws Exception {
        expect("send limit", 4.2, 40_000, node.sendLimitPort(), ServiceCostIT::endOfMessage, true);
    }

    @Test
    void quotaOfAMailboxElsewhere() throws Exception {
        expect("quota", 3.5, 40_000, node.quotaPort(), ServiceCostIT::rcpt, true);
    }

    @Test
    void login() throws Exception {
        expect("login", 7.8, 3_000, node.httpPort(), () -> LOGIN, false);
    }

    private static byte[] endOfMessage() {
        int message = MESSAGES.incrementAndGet();
        return SekishoNode.endOfMessage("user" + message % 1_000 + "@cost.example", Integer.toHexString(message), 1);
    }

    private static byte[] rcpt() {
        int message = MESSAGES.incrementAndGet();
        return ("request=smtpd_access_policy\nprotocol_state=RCPT\nprotocol_name=ESMTP\ninstance=" + message
                        + "\nclient_address=192.0.2.7\nsender=a@example.org\nrecipient=user" + message % 1_000
                        + "@elsewhere.example\nsize=900\n\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void expect(
            String service, double usual, int requests, int port, Supplier<byte[]> request, boolean kept)
            throws Exception {
        // Until both are compiled.
        run(port, 4 * requests, request, kept);
        run(BARE_PORT, requests, request, kept);
        // The least of all rounds: other work on the machine, and compilation, only add to it.
        double of = Double.MAX_VALUE;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            of = Math.min(of, cpuMillis(node::cpu, port, requests, request, kept));
            least = Math.min(
                    least, cpuMillis(() -> SekishoNode.cpu(bare.toHandle()), BARE_PORT, requests, request, kept));
        }
        LOG.log(
                System.Logger.Level.INFO,
                "%s: CPU time of %d requests %.0f ms, of a bare responder %.0f ms: %.1f times"
                        .formatted(service, requests, of, least, of / least));
        assertThat(of / least)
                .as("CPU time of %s / of a bare responder", service)
                .isLessThan(usual * ALLOWED);
    }

    private static double cpuMillis(
            Supplier<Duration> cpu, int port, int requests, Supplier<byte[]> request, boolean kept) throws Exception {
        Duration before = cpu.get();
        run(port, requests, request, kept);
        return cpu.get().minus(before).toMillis();
    }

    private static void run(int port, int requests, Supplier<byte[]> request, boolean kept) throws Exception {
        List<Future<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(THREADS.submit(() -> {
                send(port, requests / CONNECTIONS, request, kept);
                return null;
            }));
        }
        for (Future<Void> each : clients) {
            each.get();
        }
    }

    private static void send(int port, int requests, Supplier<byte[]> request, boolean kept) throws IOException {
        byte[] answer = new byte[2_048];
        Socket socket = connect(port);
        try {
            for (int i = 0; i < requests; i++) {
                socket.getOutputStream().write(request.get());
                String text = read(socket.getInputStream(), answer, kept);
                if (!text.startsWith("action=DUNNO") && !text.contains("Auth-Status: OK")) {
                    throw new IOException("an answer that does not pass: " + text);
                }
                if (!kept) {
                    socket.close();
                    socket = connect(port);
                }
            }
        } finally {
            socket.close();
        }
    }

    /** The answer up to its empty line, or to the end of the connection. */
    private static String read(InputStream input, byte[] buffer, boolean kept) throws IOException {
        int length = 0;
        int read = input.read(buffer);
        while (read > 0) {
            length += read;
            if (kept && buffer[length - 1] == '\n' && buffer[length - 2] == '\n') {
                break;
            }
            read = input.read(buffer, length, buffer.length - length);
        }
        return new String(buffer, 0, length, StandardCharsets.US_ASCII);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }
}
