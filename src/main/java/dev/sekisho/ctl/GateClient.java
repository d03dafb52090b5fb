// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The gate's HTTP: the API with credentials, health and metrics without.
 *
 * <p>Safe for use by many threads.
 */
final class GateClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** 100,000 rows are to take two minutes at most. */
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(10);

    /** What the gate says where its API has no such path, other than where it has no such entry. */
    private static final String NO_PATH = "There is nothing at this path.";

    private final HttpClient http;
    private final URI gate;
    private final Optional<String> authorization;

    /** @param authorization the header's value; without one only health and metrics can be asked */
    GateClient(HttpClient http, URI gate, Optional<String> authorization) {
        this.http = http;
        this.gate = gate;
        this.authorization = authorization;
    }

    URI gate() {
        return gate;
    }

    /** A piece of a path. */
    static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonValue get(String path) {
        return api("GET", path, null, Optional.empty());
    }

    /**
     * Asks the API.
     *
     * @param path below {@code /api/v1/}, encoded
     * @param reason why something is changed, for the audit trail
     * @return the answer's JSON; {@link JsonValue#NULL} where it has none
     * @throws CtlException if the gate refuses, fails, or is away
     */
    JsonValue api(String method, String path, @Nullable JsonObject body, Optional<String> reason) {
        HttpResponse<String> response = send(method, path, body, reason);
        int status = response.statusCode();
        if (status / 100 == 2) {
            return response.body().isBlank() ? JsonValue.NULL : parsed(response.body());
        }
        throw refusal(status, response.body(), path);
    }

    private HttpResponse<String> send(String method, String path, @Nullable JsonObject body, Optional<String> reason) {
        HttpRequest.Builder request = request(path, reason);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        return send(request.build());
    }

    /**
     * Posts a file and gives the gate's report of it, be it taken or refused.
     *
     * @throws CtlException if there is no report
     */
    JsonObject upload(String path, String contentType, Path file, Optional<String> reason) {
        try {
            return upload(path, contentType, HttpRequest.BodyPublishers.ofFile(file), reason);
        } catch (FileNotFoundException e) {
            throw new CtlException(Exit.UNKNOWN, file + " cannot be read", e);
        }
    }

    /** The same of rows that are in no file. */
    JsonObject upload(String path, String contentType, HttpRequest.BodyPublisher rows, Optional<String> reason) {
        HttpRequest.Builder request =
                request(path, reason).timeout(UPLOAD_TIMEOUT).header("Content-Type", contentType);
        HttpResponse<String> response = send(request.POST(rows).build());
        int status = response.statusCode();
        boolean judged = status == 200 || status == 400;
        if (judged && parsed(response.body()) instanceof JsonObject report && report.containsKey("rows")) {
            return report;
        }
        throw refusal(status, response.body(), path);
    }

    /** Health, metrics: no login. */
    HttpResponse<String> plain(String path) {
        return send(HttpRequest.newBuilder(gate.resolve(path)).timeout(TIMEOUT).build());
    }

    private HttpRequest.Builder request(String path, Optional<String> reason) {
        if (authorization.isEmpty()) {
            throw new CtlException(
                    Exit.UNKNOWN,
                    "No password: set SEKISHOCTL_PASSWORD, write it into the configuration file, or use"
                            + " --password-file or --ask-password");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(gate.resolve("/api/v1/" + path))
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
            throw away(gate, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CtlException(Exit.UNKNOWN, "interrupted", e);
        }
    }

    static CtlException away(URI uri, IOException cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new CtlException(Exit.CRITICAL, "The gate at " + uri + " does not answer: " + why, cause);
    }

    static JsonValue parsed(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonException e) {
            throw new CtlException(Exit.CRITICAL, "The answer is not JSON; is this a gate?", e);
        }
    }

    private static CtlException refusal(int status, String body, String path) {
        if (status == 401) {
            return new CtlException(Exit.UNKNOWN, "The gate refuses this user or password (401)");
        }
        if (status == 403) {
            return new CtlException(Exit.UNKNOWN, "This user may not do that (403)");
        }
        Optional<String> problem = problem(body);
        if (status >= 500) {
            return new CtlException(
                    Exit.CRITICAL, "The gate fails (" + status + "): " + problem.orElse("no reason given"));
        }
        boolean noSuchPath = status == 404 && problem.orElse(NO_PATH).equals(NO_PATH);
        if (noSuchPath || status == 405) {
            return new CtlException(Exit.UNKNOWN, "This gate has no " + path + " in its API (" + status + ")");
        }
        return new CtlException(Exit.NO, problem.orElse("HTTP " + status));
    }

    /** What a problem detail (RFC 9457) says. */
    private static Optional<String> problem(String body) {
        if (!body.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        if (!(parsed(body) instanceof JsonObject problem) || !problem.containsKey("detail")) {
            return Optional.empty();
        }
        String detail = problem.getString("detail", "");
        if (!problem.containsKey("errors")) {
            return Optional.of(detail);
        }
        return Optional.of(problem.getJsonArray("errors").getValuesAs(JsonObject.class).stream()
                .map(each -> each.getString("field", "") + " " + each.getString("message", ""))
                .collect(Collectors.joining("; ", detail + " ", "")));
    }
}
