// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sekisho.SettableClock;
import dev.sekisho.directory.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTest {
    private static final String KEY = "9Qm2Zt7rV4xK8bN5cW3yHs6dLf";

    private record Received(String timestamp, String signature, String body) {}

    private final SettableClock clock = new SettableClock("2026-03-01T12:00:00Z");
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new ArrayList<>();
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(server);
    }

    private void serve(HttpServer endpoint) {
        endpoint.createContext("/hook", this::answer);
        endpoint.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestHeaders().getFirst("Sekisho-Timestamp"),
                exchange.getRequestHeaders().getFirst("Sekisho-Signature"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        exchange.getResponseHeaders().set("Location", "/hook");
        exchange.sendResponseHeaders(answers.isEmpty() ? 204 : answers.remove(0), -1);
        exchange.close();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private Notifications notices(String scheme, int port) {
        NotificationConfig config = TestNotifications.config(
                "webhook-url", scheme + "://localhost:" + port + "/hook", "webhook-key", KEY, "timeout-seconds", "5");
        return new Notifications(config, domain -> true, domain -> Language.EN, ForkJoinPool.commonPool(), clock);
    }

    private RetryQueue<?> retryQueue(Notifications notices) {
        return notices.retryQueues().get(0);
    }

    @Test
    void theSignatureCoversTimeAndBody() throws Exception {
        Notifications notices = notices("http", server.getAddress().getPort());
        notices.send(TestNotifications.notice(Notification.Kind.REFUSED, "a\"\\\u0001é日@example.org"));
        retryQueue(notices).deliver();

        Received post = received.get(0);
        assertThat(post.timestamp()).isEqualTo("1772366400");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal((post.timestamp() + "." + post.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(post.signature()).isEqualTo("sha256=" + HexFormat.of().formatHex(expected));
        assertThat(post.body())
                .contains("\"event\":\"refused\"", "\"account\":\"a\\\"\\\\\\u0001é日@example.org\"")
                .contains("\"used\":80,\"allowed\":100,\"at\":\"2026-03-01T12:00:00Z\"")
                .endsWith("\"release\":\"2026-03-01T12:01:30Z\"}");
    }

    @Test
    void anAnswerThatTricklesHoldsTheChannelNoLongerThanTheTimeLimit() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (!closed.await(100, TimeUnit.MILLISECONDS)) {
                    body.write('.');
                    body.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        NotificationConfig config = TestNotifications.config(
                "webhook-url",
                "http://localhost:" + server.getAddress().getPort() + "/slow",
                "webhook-key",
                KEY,
                "timeout-seconds",
                "1");
        Notifications notices =
                new Notifications(config, domain -> true, domain -> Language.EN, ForkJoinPool.commonPool(), clock);
        notices.send(TestNotifications.notice(Notification.Kind.NEAR, "a@example.org"));
        try {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30), () -> retryQueue(notices).deliver());
            assertThat(retryQueue(notices).waiting()).as("tried again later").isEqualTo(1);
            assertThat(retryQueue(notices).sent()).isZero();
        } finally {
            closed.countDown();
        }
    }

    @Test
    void aFailingEndpointGetsTheSameBodyAgainUntilItAcceptsIt() {
        answers.addAll(List.of(500, 503));
        Notifications notices = notices("http", server.getAddress().getPort());
        notices.send(TestNotifications.notice(Notification.Kind.NEAR, "a@example.org"));
        for (int i = 0; i < 30; i++) {
            retryQueue(notices).deliver();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(received).hasSize(3);
        assertThat(received)
                .extracting(Received::body)
                .containsOnly(received.get(0).body());
        assertThat(received).extracting(Received::timestamp).doesNotHaveDuplicates();
        assertThat(retryQueue(notices).sent()).isEqualTo(1);
    }

    @Test
    void anEndpointThatRejectsTheBodyGetsNoRetryAndNoRedirectIsFollowed() {
        answers.addAll(List.of(404, 302));
        Notifications notices = notices("http", server.getAddress().getPort());
        notices.send(TestNotifications.notice(Notification.Kind.NEAR, "a@example.org"));
        notices.send(TestNotifications.notice(Notification.Kind.NEAR, "b@example.org"));
        retryQueue(notices).deliver();
        clock.advance(Duration.ofMinutes(5));
        retryQueue(notices).deliver();
        assertThat(received).hasSize(2);
        assertThat(retryQueue(notices).dropped()).isEqualTo(2);
    }

    @Test
    void withoutAListenerNotificationsWait() throws IOException {
        int port = server.getAddress().getPort();
        server.stop(0);
        Notifications notices = notices("http", port);
        notices.send(TestNotifications.notice(Notification.Kind.NEAR, "a@example.org"));
        retryQueue(notices).deliver();
        assertThat(retryQueue(notices).waiting()).isEqualTo(1);

        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        serve(server);
        clock.advance(Duration.ofSeconds(5));
        retryQueue(notices).deliver();
        assertThat(received).hasSize(1);
    }

    @Test
    void anUnknownCertificateIsNotTrusted() throws Exception {
        HttpsServer secured = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secured.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        serve(secured);
        try {
            Notifications notices = notices("https", secured.getAddress().getPort());
            notices.send(TestNotifications.notice(Notification.Kind.NEAR, "a@example.org"));
            retryQueue(notices).deliver();
            assertThat(received).isEmpty();
            assertThat(retryQueue(notices).waiting()).isEqualTo(1);
        } finally {
            secured.stop(0);
        }
    }

    private SSLContext selfSigned() throws Exception {
        Path file = folder.resolve("self-signed.p12");
        char[] password = "sesame-sesame".toCharArray();
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "hook",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(password))
                .redirectErrorStream(true)
                .start();
        assertThat(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain("error");
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
