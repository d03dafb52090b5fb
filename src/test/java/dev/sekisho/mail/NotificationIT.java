// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notifications get to a mailbox through a real Postfix and Dovecot, and to an HTTP endpoint. */
class NotificationIT extends RealMail {
    private static final String KEY = "it-9Qm2Zt7rV4xK8bN5cW3yHs6dLf";

    /** Pauses grow while the mail servers or the endpoint are not there yet. */
    private static final Duration SOON = Duration.ofSeconds(40);

    private record Received(String timestamp, String signature, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private HttpServer endpoint;

    @BeforeEach
    void listen() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 19085), 0);
        endpoint.createContext("/hook", exchange -> {
            received.add(new Received(
                    exchange.getRequestHeaders().getFirst("Sekisho-Timestamp"),
                    exchange.getRequestHeaders().getFirst("Sekisho-Signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(received.size() == 1 ? 500 : 204, -1);
            exchange.close();
        });
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.stop(0);
    }

    @Test
    void anAttackerIsReportedToTheOperatorAndToTheWebhook() throws Exception {
        guessUsers("203.0.113.66");
        await().atMost(SOON).until(() -> mailTo("alice", "203.0.113.66").contains("Subject: "));
        assertThat(mailTo("alice", "203.0.113.66"))
                .contains("Return-Path: <>", "Auto-Submitted: auto-generated", "From: node@mail.example.net")
                .contains("is blocked: rule ");

        await().atMost(SOON)
                .until(() -> received.stream()
                                .filter(each -> each.body().contains("203.0.113.66"))
                                .count()
                        >= 2);
        Received post = received.get(received.size() - 1);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(post.signature())
                .isEqualTo("sha256="
                        + HexFormat.of()
                                .formatHex(mac.doFinal(
                                        (post.timestamp() + "." + post.body()).getBytes(StandardCharsets.UTF_8))));
        assertThat(post.body()).contains("\"event\":\"blocked\"");
    }

    /** All mails of a mailbox that contain a text, with their heads; empty for none. */
    static String mailTo(String name, String text) {
        String user = address(name);
        return MailServersExtension.running()
                .doveadm("dovecot-a", "fetch", "-u", user, "hdr body", "mailbox", "INBOX", "TEXT", text);
    }

    /** More unknown users than one address may try. */
    private static void guessUsers(String client) throws Exception {
        HttpClient nginx = HttpClient.newHttpClient();
        for (int i = 0; i < 15; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:19080/auth/nginx"))
                    .header("X-Auth-Key", "it-secret-key-of-nginx")
                    .header("Auth-Method", "plain")
                    .header("Auth-User", "unknown" + i + "@example.net")
                    .header("Auth-Pass", "guess" + i)
                    .header("Auth-Protocol", "imap")
                    .header("Auth-Login-Attempt", "1")
                    .header("Client-IP", client)
                    .build();
            assertThat(nginx.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
