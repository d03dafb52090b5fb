// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Asks door 1 about a login as nginx's mail proxy does (ngx_mail_auth_http_module).
 *
 * <p>Safe for use by many threads.
 */
public final class NginxClient {
    private final HttpClient http;
    private final URI door;
    private final boolean insecure;

    /** @param insecure whether the account's password and the key may go to another machine unencrypted */
    public NginxClient(HttpClient http, URI gate, boolean insecure) {
        this.http = http;
        this.insecure = insecure;
        this.door = gate.resolve("/auth/nginx");
    }

    /**
     * The answer's headers.
     *
     * @param headers nginx's, by name; values are escaped here
     * @throws CtlException if there is no answer, or the gate does not know who asks
     */
    public HttpHeaders ask(Map<String, String> headers) {
        SecretWay.expect(door, insecure);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(door).timeout(Duration.ofSeconds(30)).GET();
        headers.forEach((name, value) -> request.header(name, escaped(value)));
        HttpResponse<Void> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw ApiClient.away(door, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CtlException(Exit.UNKNOWN, "interrupted", e);
        }
        if (response.statusCode() == 403) {
            throw new CtlException(
                    Exit.UNKNOWN,
                    "Door 1 does not know this key: set SEKISHOCTL_AUTH_KEY, or auth-key in the file, to the gate's"
                            + " sekisho.mailauth.key");
        }
        if (response.headers()
                .firstValue("Auth-Status")
                .filter(text -> !text.isBlank())
                .isEmpty()) {
            throw new CtlException(Exit.CRITICAL, door + " gives no Auth-Status (HTTP " + response.statusCode() + ")");
        }
        return response.headers();
    }

    /** As nginx writes it: bytes to 0x20 and % as %XX. Others from 0x80 too, since Java's client sends no raw bytes; the gate undoes both. */
    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 8);
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            if (each <= ' ' || each == '%' || each == 0x7f) { // from 0x80 bytes are negative
                escaped.append(String.format("%%%02X", each & 0xff));
            } else {
                escaped.append((char) each);
            }
        }
        return escaped.toString();
    }
}
