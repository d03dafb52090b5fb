// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl.client;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** HTTP client of Sekisho: the API with credentials, health and metrics without. */
@ThreadSafe
public final class ApiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** 100,000 rows should take at most two minutes. */
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(10);

    private final HttpClient http;
    private final URI sekisho;
    private final Optional<String> authorization;
    private final boolean insecure;

    /**
     * Creates a client.
     *
     * @param authorization value of the header; without one only health and metrics are available
     * @param insecure whether credentials may go to another machine unencrypted
     */
    public ApiClient(HttpClient http, URI sekisho, Optional<String> authorization, boolean insecure) {
        this.http = http;
        this.sekisho = sekisho;
        this.authorization = authorization;
        this.insecure = insecure;
    }

    /**
     * An entry of the API.
     *
     * @param tag its entity tag, the precondition of a change; empty if the API returns none
     */
    @ThreadSafe
    public record Entry(JsonObject body, Optional<String> tag) {}

    public URI sekisho() {
        return sekisho;
    }

    /** Encodes a path segment. */
    public static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Reads an entry or a page. */
    public JsonObject get(String path) {
        return entry(path).body();
    }

    /** Reads an entry with its tag. */
    public Entry entry(String path) {
        HttpResponse<String> response =
                send(request(path, Optional.empty()).GET().build());
        return new Entry(
                ApiAnswer.object(ApiAnswer.json(successful(response, path))),
                response.headers().firstValue("ETag"));
    }

    /**
     * Sends a change to the API.
     *
     * @param path below {@code /api/v1/}, encoded
     * @param reason reason of the change, for the audit trail
     * @return the JSON of the answer; {@link JsonValue#NULL} for 204
     * @throws CtlException if Sekisho rejects the change, fails, or is down
     */
    public JsonValue api(String method, String path, @Nullable JsonObject body, Optional<String> reason) {
        return change(request(path, reason), method, path, body);
    }

    /**
     * Writes an entry if it is still as read.
     *
     * @param before the entry as read; empty if it did not exist
     * @throws CtlException as {@link #api}; {@link CtlException#isPreconditionFailed} if the entry has changed
     */
    public JsonValue put(String path, JsonObject body, Optional<Entry> before, Optional<String> reason) {
        HttpRequest.Builder request = request(path, reason);
        if (before.isEmpty()) {
            request.header("If-None-Match", "*");
        } else {
            before.get().tag().ifPresent(tag -> request.header("If-Match", tag));
        }
        return change(request, "PUT", path, body);
    }

    private JsonValue change(HttpRequest.Builder request, String method, String path, @Nullable JsonObject body) {
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        HttpResponse<String> response = send(request.build());
        String answer = successful(response, path);
        return response.statusCode() == HttpURLConnection.HTTP_NO_CONTENT
                ? JsonValue.NULL
                : ApiAnswer.object(ApiAnswer.json(answer));
    }

    private static String successful(HttpResponse<String> response, String path) {
        if (response.statusCode() / 100 != 2) {
            throw ApiAnswer.refusal(response.statusCode(), response.body(), path);
        }
        return response.body();
    }

    /**
     * Posts rows and returns Sekisho's report, whether it accepts or rejects them.
     *
     * @throws CtlException if there is no report
     */
    public JsonObject upload(String path, String contentType, byte[] rows, Optional<String> reason) {
        HttpRequest.Builder request =
                request(path, reason).timeout(UPLOAD_TIMEOUT).header("Content-Type", contentType);
        HttpResponse<String> response =
                send(request.POST(HttpRequest.BodyPublishers.ofByteArray(rows)).build());
        int status = response.statusCode();
        if (status == HttpURLConnection.HTTP_OK) {
            return report(ApiAnswer.object(ApiAnswer.json(response.body())));
        }
        boolean json = response.body().stripLeading().startsWith("{");
        if (status == HttpURLConnection.HTTP_BAD_REQUEST
                && json
                && ApiAnswer.object(ApiAnswer.json(response.body())).containsKey("rows")) {
            return report(ApiAnswer.object(ApiAnswer.json(response.body())));
        }
        throw ApiAnswer.refusal(status, response.body(), path);
    }

    private static JsonObject report(JsonObject report) {
        for (String each : new String[] {"rows", "created", "changed", "unchanged", "rejected"}) {
            ApiAnswer.number(report, each);
        }
        ApiAnswer.objects(report, "errors");
        return report;
    }

    /** Reads health or metrics, without credentials. */
    public HttpResponse<String> plain(String path) {
        return send(
                HttpRequest.newBuilder(sekisho.resolve(path)).timeout(TIMEOUT).build());
    }

    private HttpRequest.Builder request(String path, Optional<String> reason) {
        if (authorization.isEmpty()) {
            throw new CtlException(
                    Exit.UNKNOWN,
                    "No password: set SEKISHOCTL_PASSWORD, write it into the configuration file, or use"
                            + " --password-file or --ask-password");
        }
        SecretTransport.check(sekisho, insecure);
        HttpRequest.Builder request = HttpRequest.newBuilder(sekisho.resolve("/api/v1/" + path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .header("Authorization", authorization.get());
        reason.ifPresent(text -> request.header("X-Reason", encoded(text)));
        return request;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw noAnswer(sekisho, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CtlException(Exit.UNKNOWN, "interrupted", e);
        }
    }

    static CtlException noAnswer(URI uri, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new CtlException(Exit.CRITICAL, "Sekisho at " + uri + " does not answer: " + reason, cause);
    }
}
