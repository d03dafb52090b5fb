// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.platform.SekishoUnderTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many requests at a time, more than there are turns: each is answered for its own path, query and body. */
class ConcurrentRequestsIT extends SekishoUnderTest {
    private static final int CLIENTS = 32;
    private static final int EACH = 25;
    private static final Path SERVER_LOG =
            Path.of(System.getProperty("user.dir"), "target/liberty/wlp/usr/servers/sekisho-it/logs/messages.log");
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(CLIENTS);

    private long logged;

    @AfterAll
    static void end() {
        THREADS.shutdownNow();
    }

    @BeforeEach
    void logSoFar() throws Exception {
        logged = Files.size(SERVER_LOG);
    }

    private interface Each {
        void run(int number) throws Exception;
    }

    /** Runs it {@link #EACH} times on each client's thread, with a number of its own. */
    private static void together(Each each) throws Exception {
        List<Callable<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            clients.add(() -> {
                for (int j = 0; j < EACH; j++) {
                    each.run(client * EACH + j);
                }
                return null;
            });
        }
        for (Future<Void> client : THREADS.invokeAll(clients)) {
            client.get();
        }
    }

    /** The container reports a request that continued with the parts of another one by SRVE8046E, 8092W or 8504W. */
    private void expectNoWarningOfTheContainer() throws Exception {
        byte[] log = Files.readAllBytes(SERVER_LOG);
        String since = new String(log, (int) logged, log.length - (int) logged, StandardCharsets.UTF_8);
        assertThat(since).doesNotContain("SRVE");
    }

    @Test
    void anApiRequestHasItsOwnQueryAndBody() throws Exception {
        for (int i = 0; i <= 8; i++) {
            assertThat(api("PUT", "/domains/" + domain(i), "{}").statusCode()).isLessThan(300);
        }
        together(number -> {
            int page = number % 8;
            assertThat(api("GET", "/domains?limit=1&after=" + domain(page), "").body())
                    .contains("\"" + domain(page + 1) + "\"");
            assertThat(api("PUT", "/domains/" + domain(page) + "?x=" + number, "{\"unknown" + number + "\":1}")
                            .body())
                    .contains("\"unknown" + number + "\"");
        });
        expectNoWarningOfTheContainer();
    }

    private static String domain(int number) {
        return "page" + number + ".together.example";
    }

    /** Dovecot sends each request over a kept connection, with the command as the query. */
    @Test
    void noRequestOfDovecotLosesItsCommandOrItsBody() throws Exception {
        together(number -> {
            String body =
                    ("{\"device_id\":\"\",\"login\":\"unknown@example.org\",\"mech\":\"PLAIN\",\"protocol\":\"imap\","
                                    + "\"pwhash\":\"%04x\",\"remote\":\"198.51.100.%d\",\"session_id\":\"S%d\",\"tls\":false}")
                            .formatted(number, number % 250, number);
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(URI.create(HTTP + "/auth/policy?command=allow"))
                            .header("X-API-Key", "it-secret-key-of-dovecot")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        });
        expectNoWarningOfTheContainer();
    }
}
