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
 * The client of doveadm's HTTP API for limit and usage of a mailbox.
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
            byte[] request = request(mailbox);
            connection.setFixedLengthStreamingMode(request.length);
            connection.getOutputStream().write(request);
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("HTTP status " + status);
            }
            return DoveadmAnswer.usage(answer(connection, clock.millis() + millis), "doveadm " + host, clock.millis());
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

    /** Mailboxes are addresses of the directory; what JSON does not permit is escaped all the same. */
    public static byte[] request(String mailbox) {
        StringBuilder json = new StringBuilder("[[\"quotaGet\",{\"user\":\"");
        mailbox.chars().forEach(each -> {
            if (each < ' ' || each == '"' || each == '\\') {
                json.append(String.format("\\u%04x", each));
            } else {
                json.append((char) each);
            }
        });
        return json.append("\"},\"usage\"]]").toString().getBytes(StandardCharsets.UTF_8);
    }
}
