// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A recorded request of nginx 1.22 and an answer that it acted on, from {@code wire/nginx-*.http}.
 *
 * <p>Header values are one char a byte, as the container hands them over.
 *
 * @param name the recording
 * @param requestHeaders headers of the request
 * @param answer headers of the answer
 */
@ThreadSafe
public record RecordedLogin(String name, Map<String, String> requestHeaders, Map<String, String> answer) {
    private static final List<String> NAMES = List.of(
            "imap-cram-md5",
            "imap-login",
            "imap-name-percent",
            "imap-password-special",
            "imap-password-utf8",
            "imap-password-utf8-cram-md5",
            "imap-plain",
            "imap-second-attempt",
            "imap-tls",
            "imap-wrong-password",
            "pop3-apop",
            "pop3-cram-md5",
            "pop3-password-spaces",
            "pop3-user",
            "smtp-cram-md5",
            "smtp-login",
            "smtp-name-plus",
            "smtp-none",
            "smtp-plain",
            "smtp-wrong-password");

    static Stream<RecordedLogin> all() {
        return NAMES.stream().map(RecordedLogin::named);
    }

    public static RecordedLogin named(String name) {
        return new RecordedLogin(
                name, headers(text("nginx-" + name + ".http")), headers(text("nginx-" + name + ".answer.http")));
    }

    /** The request as the authenticator takes it. */
    public AuthRequest request() {
        try {
            return decoded();
        } catch (MalformedLoginException e) {
            throw new AssertionError("nginx sent it", e);
        }
    }

    private AuthRequest decoded() throws MalformedLoginException {
        return new AuthRequest(
                AuthMethod.ofWireName(header("Auth-Method")).orElseThrow(),
                AuthProtocol.ofWireName(header("Auth-Protocol")).orElseThrow(),
                NginxHeaders.user(header("Auth-User")),
                NginxHeaders.password(header("Auth-Pass")),
                header("Auth-Salt"),
                Integer.parseInt(header("Auth-Login-Attempt")),
                header("Client-IP"),
                header("Auth-SSL").equals("on"),
                NginxHeaders.recipient(header("Auth-SMTP-To")));
    }

    private String header(String header) {
        return requestHeaders.getOrDefault(header, "");
    }

    /** The headers below a first line, by name in any case. */
    static Map<String, String> headers(String head) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        head.lines().skip(1).takeWhile(line -> !line.isEmpty()).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
        return headers;
    }

    /** The request as bytes, with another key. */
    byte[] bytes(String key) {
        return bytes(key, "127.0.0.1");
    }

    /** @param clientIp the client of the login: one that failed before waits longer than in the recording */
    byte[] bytes(String key, String clientIp) {
        return text("nginx-" + name + ".http")
                .replace("X-Auth-Key: secret", "X-Auth-Key: " + key)
                .replace("Client-IP: 127.0.0.1\r\n", "Client-IP: " + clientIp + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isOk() {
        return "OK".equals(answer.get("Auth-Status"));
    }

    boolean isFor(AuthProtocol protocol) {
        return name.startsWith(protocol.name().toLowerCase(Locale.ROOT));
    }

    private static String text(String file) {
        try (InputStream in = RecordedLogin.class.getResourceAsStream("/wire/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
