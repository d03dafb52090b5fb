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
 * Posts notifications as signed JSON. {@code Sekisho-Signature: sha256=HEX} is the HMAC-SHA256 of
 * {@code TIMESTAMP.BODY}; {@code Sekisho-Timestamp} is in seconds since the epoch. All attempts have the same
 * {@code id} in the body.
 *
 * <p>Any 2xx is success. 408, 429 and 5xx are retried, others are not. Certificates are verified, and redirects are not
 * followed.
 */
final class Webhook implements Channel<Webhook.Post> {
    private static final String HMAC = "HmacSHA256";
    private static final Set<Integer> TRANSIENT = Set.of(408, 429);
    private static final int SERVER_ERROR = 500;

    /** A notification with its ID. */
    @Immutable
    record Post(UUID id, Notification notification) {}

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
     * Sends the request and reads the complete answer within the time limit. The timeout of the request covers only the
     * head of the answer; without this limit, a slow body would block the channel indefinitely.
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
                            : new IOException("no complete answer within " + timeout.toMillis() + " ms", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeliveryException(DeliveryException.Meaning.UNREACHABLE, e);
        } finally {
            answer.cancel(true); // closes the connection of an incomplete answer
        }
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            // Every Java implementation supports it (java.security.Mac).
            throw new IllegalStateException(e);
        }
    }

    static String json(Post post) {
        Notification notification = post.notification();
        StringBuilder json = new StringBuilder("{\"id\":\"").append(post.id()).append('"');
        member(json, "event", notification.kind().word());
        member(json, "account", notification.account());
        member(json, "domain", notification.domain());
        member(json, "scope", notification.scope());
        member(json, "limit", notification.limit());
        json.append(",\"used\":")
                .append(notification.used())
                .append(",\"allowed\":")
                .append(notification.allowed());
        member(json, "at", notification.at().toString());
        if (notification.release().isAfter(notification.at())) {
            member(json, "release", notification.release().toString());
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
