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

/** Sekisho's HTTP: the API with credentials, health and metrics without. */
@ThreadSafe
public final class ApiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** 100,000 rows are to take two minutes at most. */
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(10);

    private final HttpClient http;
    private final URI sekisho;
    private final Optional<String> authorization;
    private final boolean insecure;

    /**
     * Knows Sekisho.
     *
     * @param authorization the header's value; without one only health and metrics can be asked
     * @param insecure whether it may go to another machine unencrypted
     */
    public ApiClient(HttpClient http, URI sekisho, Optional<String> authorization, boolean insecure) {
        this.http = http;
        this.sekisho = sekisho;
        this.authorization = authorization;
        this.insecure = insecure;
    }

    /**
     * An entry as the API shows it.
     *
     * @param tag its entity tag, by which a change can depend on it; empty if Sekisho gives none
     */
    @ThreadSafe
    public record Entry(JsonObject body, Optional<String> tag) {}

    public URI sekisho() {
        return sekisho;
    }

    /** A piece of a path. */
    public static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** An entry or a page; there always is one. */
    public JsonObject get(String path) {
        return entry(path).body();
    }

    /** The same with its tag. */
    public Entry entry(String path) {
        HttpResponse<String> response =
                send(request(path, Optional.empty()).GET().build());
        return new Entry(
                ApiAnswer.object(ApiAnswer.json(successful(response, path))),
                response.headers().firstValue("ETag"));
    }

    /**
     * Asks the API for a change.
     *
     * @param path below {@code /api/v1/}, encoded
     * @param reason why something is changed, for the audit trail
     * @return the answer's JSON; {@link JsonValue#NULL} where it has none by intention (204)
     * @throws CtlException if Sekisho refuses, fails, or is away
     */
    public JsonValue api(String method, String path, @Nullable JsonObject body, Optional<String> reason) {
        return change(request(path, reason), method, path, body);
    }

    /**
     * Puts an entry if it is still as it was read.
     *
     * @param before as it was read; empty if it was not there
     * @throws CtlException as {@link #api}; {@link CtlException#isPreconditionFailed} if it is another one now
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
     * Posts rows and gives Sekisho's report of them, be they taken or refused.
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

    /** Health, metrics: no login. */
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
        SecretWay.expect(sekisho, insecure);
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
            throw away(sekisho, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CtlException(Exit.UNKNOWN, "interrupted", e);
        }
    }

    static CtlException away(URI uri, IOException cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new CtlException(Exit.CRITICAL, "Sekisho at " + uri + " does not answer: " + why, cause);
    }
}
