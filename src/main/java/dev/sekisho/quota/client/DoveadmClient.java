// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import dev.sekisho.settings.JavaTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * The client of doveadm's HTTP API: limit and usage of a mailbox, and the end of a user's sessions.
 *
 * <p>{@code POST /doveadm/v1} with {@code [["quotaGet",{"user":"…"},"usage"]]} and {@code Authorization:
 * X-Dovecot-API}, on one connection each: doveadm closes it after its answer.
 *
 * <p>Source: Dovecot's manual, "Doveadm HTTP API". Blocks, for twice the time limit at most.
 */
public final class DoveadmClient {
    /** The longest answer in bytes; two roots take about 300. */
    private static final int MAX_ANSWER_BYTES = 16_384;

    private final UsageConfig config;
    private final Clock clock;
    private final SSLSocketFactory tls = JavaTls.context().getSocketFactory();

    public DoveadmClient(UsageConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Reads a usage.
     *
     * @param url {@code http://host:port} or {@code https://host:port}
     * @return empty if the answer has no usage: the mailbox is unknown, or has no quota
     * @throws IOException if the host did not answer
     */
    public Optional<MailboxUsage> usage(String url, String host, String mailbox) throws IOException {
        return DoveadmAnswer.usage(answer(url, request(mailbox)), "doveadm " + host, clock.millis());
    }

    /**
     * Ends the sessions of a user.
     *
     * @param url {@code http://host:port} or {@code https://host:port}
     * @param user its address, without wildcards
     * @return whether there was any
     * @throws IOException if the host did not answer, or answered an error
     * @throws IllegalArgumentException if {@code user} has a wildcard, which would match others
     */
    public boolean kick(String url, String user) throws IOException {
        if (hasWildcard(user)) {
            throw new IllegalArgumentException("the address has a wildcard of doveadm kick");
        }
        return DoveadmAnswer.kicked(answer(url, kickRequest(user)));
    }

    /** Whether {@code doveadm kick} would read a part of an address as a pattern. */
    public static boolean hasWildcard(String user) {
        return user.indexOf('*') >= 0 || user.indexOf('?') >= 0;
    }

    /** Whether there is a key for requests. */
    public boolean isConfigured() {
        return !config.key().isEmpty();
    }

    private String answer(String url, byte[] request) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + "/doveadm/v1").toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(tls);
        }
        int millis = (int) config.timeout().toMillis();
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty(
                "Authorization",
                "X-Dovecot-API "
                        + Base64.getEncoder().encodeToString(config.key().getBytes(StandardCharsets.UTF_8)));
        try {
            connection.setFixedLengthStreamingMode(request.length);
            connection.getOutputStream().write(request);
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("HTTP status " + status);
            }
            return answer(connection, clock.millis() + millis);
        } finally {
            connection.disconnect();
        }
    }

    private String answer(HttpURLConnection connection, long lateMillis) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (InputStream in = connection.getInputStream()) {
            byte[] piece = new byte[1024];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                answer.write(piece, 0, read);
                if (answer.size() > MAX_ANSWER_BYTES) {
                    throw new IOException("an answer longer than " + MAX_ANSWER_BYTES + " bytes");
                }
                if (clock.millis() > lateMillis) {
                    throw new IOException("an answer that does not end");
                }
            }
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** A request for the usage of a mailbox. */
    public static byte[] request(String mailbox) {
        return json("[[\"quotaGet\",{\"user\":\"", mailbox, "\"},\"usage\"]]");
    }

    /** Recorded from 2.3.19. */
    static byte[] kickRequest(String user) {
        return json("[[\"kick\",{\"mask\":[\"", user, "\"]},\"kick\"]]");
    }

    /** Mailboxes are addresses of the directory; what JSON does not permit is escaped all the same. */
    private static byte[] json(String before, String mailbox, String after) {
        StringBuilder json = new StringBuilder(before);
        mailbox.chars().forEach(each -> {
            if (each < ' ' || each == '"' || each == '\\') {
                json.append(String.format("\\u%04x", each));
            } else {
                json.append((char) each);
            }
        });
        return json.append(after).toString().getBytes(StandardCharsets.UTF_8);
    }
}
