// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.settings.JavaTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts notices as JSON, signed: {@code Sekisho-Signature: sha256=HEX} is the HMAC-SHA256 of {@code TIMESTAMP.BODY},
 * the time being {@code Sekisho-Timestamp} in seconds since the epoch. The body's {@code id} is the same at each try.
 *
 * <p>Any 2xx is success; 408, 429 and 5xx are tried again, all else is not. Certificates are verified, redirects not
 * followed. Called by one thread at a time.
 */
final class Webhook implements Channel<Webhook.Post> {
    private static final String HMAC = "HmacSHA256";
    private static final Set<Integer> TRANSIENT = Set.of(408, 429);
    private static final int SERVER_ERROR = 500;

    /** A notice with its name. */
    @Immutable
    record Post(UUID id, Notification notice) {}

    private final URI uri;
    private final SecretKeySpec key;
    private final Duration timeout;
    private final HttpClient client;
    private final Clock clock;

    Webhook(NotificationConfig config, Executor executor, Clock clock) {
        this.uri = URI.create(config.webhookUrl());
        this.key = new SecretKeySpec(config.webhookKey().getBytes(StandardCharsets.UTF_8), HMAC);
        this.timeout = config.relay().timeout();
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor)
                .sslContext(JavaTls.context())
                .build();
    }

    @Override
    public void deliver(Post post) throws DeliveryException {
        String body = json(post);
        String timestamp = Long.toString(clock.millis() / 1000);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Sekisho-Timestamp", timestamp)
                .header("Sekisho-Signature", "sha256=" + signature(timestamp + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status = status(request);
        if (status / 100 != 2) {
            boolean later = status >= SERVER_ERROR || TRANSIENT.contains(status);
            throw new DeliveryException(
                    later ? DeliveryException.Meaning.LATER : DeliveryException.Meaning.NEVER,
                    "the webhook answered " + status);
        }
    }

    /**
     * Sends, and reads the answer to its end within the time limit. The request's own limit ends with the answer's
     * head: a body that trickles would hold the channel for as long as the receiver likes.
     */
    private int status(HttpRequest request) throws DeliveryException {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (ExecutionException | TimeoutException e) {
            throw new DeliveryException(
                    DeliveryException.Meaning.UNREACHABLE,
                    e.getCause() instanceof IOException cause
                            ? cause
                            : new IOException("no whole answer within " + timeout.toMillis() + " ms", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeliveryException(DeliveryException.Meaning.UNREACHABLE, e);
        } finally {
            answer.cancel(true); // closes the connection of an answer that has not ended
        }
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            // Each Java has it (java.security.Mac, "every implementation").
            throw new IllegalStateException(e);
        }
    }

    static String json(Post post) {
        Notification notice = post.notice();
        StringBuilder json = new StringBuilder("{\"id\":\"").append(post.id()).append('"');
        member(json, "event", notice.kind().word());
        member(json, "account", notice.account());
        member(json, "domain", notice.domain());
        member(json, "scope", notice.scope());
        member(json, "limit", notice.limit());
        json.append(",\"used\":").append(notice.used()).append(",\"allowed\":").append(notice.allowed());
        member(json, "at", notice.at().toString());
        if (notice.release().isAfter(notice.at())) {
            member(json, "release", notice.release().toString());
        }
        return json.append('}').toString();
    }

    private static void member(StringBuilder json, String name, String value) {
        if (value.isEmpty()) {
            return;
        }
        json.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
