// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.front.SignInLimiter;
import dev.sekisho.platform.SekishoUnderTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Access to the API. Guesses come from 127.0.0.2 and so on: they would make the other tests' address wait. */
class ApiAccessIT extends SekishoUnderTest {
    private static final String OK = "HTTP/1.1 200";

    /** The raw answer to a GET from an address of this machine. */
    private static String request(String from, String path, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), 19080, InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            out.write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + more + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String right() {
        return basic("admin:it-admin-password");
    }

    @Test
    void aGuessingClientWaitsEvenWithTheRightPasswordAndOthersDoNot() throws Exception {
        for (int i = 0; i < SignInLimiter.MOST; i++) {
            String answer = request("127.0.0.2", "/api/v1/domains", basic("admin:guess" + i));
            assertThat(answer).startsWith("HTTP/1.1 401").contains("WWW-Authenticate: Basic realm=\"Sekisho\"");
        }
        String sendBlocked = request("127.0.0.2", "/api/v1/domains", basic("admin:guess"));
        assertThat(sendBlocked)
                .startsWith("HTTP/1.1 429")
                .contains("Retry-After: 60")
                .contains("\"status\":429");
        assertThat(request("127.0.0.2", "/api/v1/domains", right()))
                .startsWith("HTTP/1.1 429")
                .doesNotContain("Set-Cookie");
        assertThat(request("127.0.0.3", "/api/v1/domains", right())).startsWith(OK);
    }

    @Test
    void rightPasswordsAreNotCountedAsGuesses() throws Exception {
        for (int i = 0; i < 3 * SignInLimiter.MOST; i++) {
            assertThat(request("127.0.0.4", "/api/v1/domains", right())).startsWith(OK);
        }
    }

    @Test
    void withoutALoginOrWithNonsenseThereIsNothing() throws Exception {
        for (String path : new String[] {"/api/v1/domains", "/api/v1/nowhere", "/api/", "/api/v1/decisions/tail"}) {
            assertThat(request("127.0.0.5", path)).as(path).startsWith("HTTP/1.1 401");
        }
        for (String header : new String[] {
            "Authorization: Basic %%%", "Authorization: Basic", "Authorization: Bearer nonsense", basic("admin")
        }) {
            assertThat(request("127.0.0.5", "/api/v1/domains", header))
                    .as(header)
                    .startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void answersAreNotCachedAndNotSniffed() throws Exception {
        assertThat(request("127.0.0.6", "/api/v1/domains", right()))
                .contains("Cache-Control: no-store", "X-Content-Type-Options: nosniff")
                .doesNotContain("X-Powered-By", "Server:");
    }

    @Test
    void headersOfAClientDoNotForgeHttpsOrAnotherAddress() throws Exception {
        String answer =
                request("127.0.0.6", "/api/v1/domains", right(), "$WSIS: true", "$WSSC: https", "$WSRA: 203.0.113.5");
        assertThat(answer).startsWith(OK).doesNotContain("Strict-Transport-Security");
    }

    @Test
    void anotherSitesPageChangesNothing() throws Exception {
        String path = "/accounts/forged@api-access.example/counters";
        assertThat(api("admin", "DELETE", path, "", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api("admin", "DELETE", path, "", "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(204);
        assertThat(api("admin", "GET", path, "", "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aWrongPasswordIsInNoLogAndNoAnswer() throws Exception {
        String answer = request("127.0.0.7", "/api/v1/domains", basic("mallory\u0007:secret-of-mallory"));
        assertThat(answer).startsWith("HTTP/1.1 401").doesNotContain("secret-of-mallory", "mallory");
        Path logs = Path.of("target/liberty/wlp/usr/servers");
        try (Stream<Path> files = Files.walk(logs)) {
            List<Path> messages = files.filter(
                            each -> each.getFileName().toString().endsWith(".log"))
                    .toList();
            assertThat(messages).isNotEmpty();
            StringBuilder all = new StringBuilder();
            for (Path each : messages) {
                all.append(Files.readString(each, StandardCharsets.ISO_8859_1));
            }
            assertThat(all).contains("SKS0703W The API rejected the password of \"mallory\\u0007\" from 127.0.0.7");
            assertThat(all).doesNotContain("secret-of-mallory", "it-admin-password", KEY);
        }
    }
}
