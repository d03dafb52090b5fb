// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl.client;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Sends login requests as nginx's mail proxy does (ngx_mail_auth_http_module). */
@ThreadSafe
public final class NginxClient {
    private final HttpClient http;
    private final URI service;
    private final boolean insecure;

    /** @param insecure whether the account's password and the key may go to another machine unencrypted */
    public NginxClient(HttpClient http, URI sekisho, boolean insecure) {
        this.http = http;
        this.insecure = insecure;
        this.service = sekisho.resolve("/auth/nginx");
    }

    /**
     * Sends a request and returns the headers of the answer.
     *
     * @param headers headers of nginx by name, with unescaped values
     * @throws CtlException if there is no answer, or the key is wrong
     */
    public HttpHeaders query(Map<String, String> headers) {
        SecretTransport.check(service, insecure);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service).timeout(Duration.ofSeconds(30)).GET();
        headers.forEach((name, value) -> request.header(name, escaped(value)));
        HttpResponse<Void> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw ApiClient.noAnswer(service, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CtlException(Exit.UNKNOWN, "interrupted", e);
        }
        if (response.statusCode() == 403) {
            throw new CtlException(
                    Exit.UNKNOWN,
                    "Wrong key: set SEKISHOCTL_AUTH_KEY, or auth-key in the configuration file, to Sekisho's"
                            + " sekisho.login.key");
        }
        if (response.headers()
                .firstValue("Auth-Status")
                .filter(text -> !text.isBlank())
                .isEmpty()) {
            throw new CtlException(
                    Exit.CRITICAL, service + " returns no Auth-Status (HTTP " + response.statusCode() + ")");
        }
        return response.headers();
    }

    /**
     * Escapes bytes up to 0x20 and % as %XX, as nginx does. Also bytes from 0x80, because Java's client sends no raw
     * bytes; Sekisho decodes both.
     */
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
