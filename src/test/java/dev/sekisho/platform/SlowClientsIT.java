// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients that send slowly, or nothing, occupy no thread that logins need. docs/performance/2026-11.md reports
 * {@code -Dslow.clients=500}; the test itself requires only that each login is answered.
 */
class SlowClientsIT extends SekishoUnderTest {
    private static final int CLIENTS = Integer.getInteger("slow.clients", 60);
    private static final int LOGINS = Integer.getInteger("slow.logins", 100);

    /** All of them connect at once, and the rest of the body never comes. */
    private static List<Socket> slow(int port, String begin) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(socket);
            socket.getOutputStream().write(begin.getBytes(StandardCharsets.UTF_8));
        }
        return sockets;
    }

    private static String post(String path, String type, String length, String more) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + type + "\r\nContent-Length: "
                + length + "\r\n" + more + "\r\na=b&";
    }

    private static String admin() {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString("admin:it-admin-password".getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    private static void expectLogins(String name) throws IOException, InterruptedException {
        long[] micros = new long[LOGINS];
        for (int i = 0; i < LOGINS; i++) {
            long begin = System.nanoTime();
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(URI.create(HTTP + "/auth/nginx"))
                            .timeout(Duration.ofSeconds(10))
                            .header("X-Auth-Key", KEY)
                            .header("Auth-Method", "plain")
                            .header("Auth-Protocol", "imap")
                            .header("Auth-User", "unknown")
                            .header("Auth-Pass", "secret")
                            .header("Client-IP", "192.0.2.1")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            micros[i] = (System.nanoTime() - begin) / 1_000;
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        Arrays.sort(micros);
        System.out.printf(
                "%s: %d slow clients, %d logins, median %.1f ms, p99 %.1f ms, slowest %.1f ms%n",
                name,
                CLIENTS,
                LOGINS,
                micros[LOGINS / 2] / 1e3,
                micros[LOGINS * 99 / 100] / 1e3,
                micros[LOGINS - 1] / 1e3);
    }

    @ParameterizedTest
    @CsvSource({
        "sign-in form, POST, /console/login.xhtml, application/x-www-form-urlencoded",
        "API, PUT, /api/v1/domains/slow.example, application/json",
        "import, POST, /api/v1/accounts/import, text/csv",
        "auth policy, POST, /auth/policy, application/json",
        "form of the container, POST, /j_security_check, application/x-www-form-urlencoded",
    })
    void aBodyThatComesSlowlyHoldsNoLogin(String name, String method, String path, String type) throws Exception {
        String begin = post(path, type, "5000", admin()).replaceFirst("POST", method);
        List<Socket> sockets = slow(19080, begin);
        try {
            expectLogins(name);
        } finally {
            close(sockets);
        }
    }

    @Test
    void silentClientsDelayNoLogin() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            sockets.addAll(slow(19080, "GET /auth/nginx HTTP/1.1\r\nHost: "));
            expectLogins("half a head");
            sockets.addAll(slow(19443, "\u0016"));
            expectLogins("TLS handshake");
            sockets.addAll(slow(SENDLIMIT_PORT, "request="));
            sockets.addAll(slow(QUOTA_PORT, "request="));
            expectLogins("policy listeners");
        } finally {
            close(sockets);
        }
    }

    @Test
    void aBodyThatDoesNotComeIsAnsweredInTheEnd() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), 19080)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(post("/console/login.xhtml", "application/x-www-form-urlencoded", "5000", "")
                            .getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[12];
            assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void aBodyThatIsTooLongIsAnsweredAtOnce() throws Exception {
        HttpResponse<String> answer =
                api("PUT", "/domains/slow.example", "{\"language\": \"" + "x".repeat(70_000) + "\"}");
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket each : sockets) {
            each.close();
        }
    }
}
