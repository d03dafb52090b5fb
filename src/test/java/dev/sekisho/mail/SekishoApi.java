// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * The administration API of Sekisho under test: what the mail tests need of it.
 *
 * <p>A refused request is an exception with Sekisho's answer.
 */
@ThreadSafe
final class SekishoApi {
    private static final String BASE = "http://127.0.0.1:19080/api/v1/";
    private static final String AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString("admin:it-admin-password".getBytes(StandardCharsets.UTF_8));

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /** @param json the whole resource */
    void put(String collection, String key, String json) {
        send(request(collection, key)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    void delete(String collection, String key, String part) {
        send(HttpRequest.newBuilder(URI.create(uri(collection, key) + "/" + part))
                .header("Authorization", AUTHORIZATION)
                .DELETE()
                .build());
    }

    void delete(String path) {
        send(HttpRequest.newBuilder(URI.create(BASE + path))
                .header("Authorization", AUTHORIZATION)
                .DELETE()
                .build());
    }

    void post(String collection, String key, String part, String json) {
        post(collection, key, part, HttpRequest.BodyPublishers.ofString(json));
    }

    /** Posts an event of a resource. */
    void post(String collection, String key, String part) {
        post(collection, key, part, HttpRequest.BodyPublishers.noBody());
    }

    private void post(String collection, String key, String part, HttpRequest.BodyPublisher body) {
        send(HttpRequest.newBuilder(URI.create(uri(collection, key) + "/" + part))
                .header("Authorization", AUTHORIZATION)
                .header("Content-Type", "application/json")
                .POST(body)
                .build());
    }

    private static HttpRequest.Builder request(String collection, String key) {
        return HttpRequest.newBuilder(URI.create(uri(collection, key))).header("Authorization", AUTHORIZATION);
    }

    private static String uri(String collection, String key) {
        return BASE + collection + "/" + URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    /** Posts to a path below the API's and returns the answer's body. */
    String post(String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(BASE + path))
                .header("Authorization", AUTHORIZATION)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    /** Gives a mail host one more address. */
    void putAddress(String host, String address) {
        send(HttpRequest.newBuilder(URI.create(uri("mail-hosts", host) + "/addresses/" + address))
                .header("Authorization", AUTHORIZATION)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
    }

    /** Whether Sekisho is deployed and ready. */
    boolean isReady() {
        try {
            return client.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:19080/health/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during a request to Sekisho", e);
        }
    }

    /** The metrics of Sekisho's own. */
    String metrics() {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:19080/metrics?scope=application"))
                .header("Authorization", AUTHORIZATION)
                .build());
    }

    String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(BASE + path))
                .header("Authorization", AUTHORIZATION)
                .build());
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        request.method() + " " + request.uri() + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException("Sekisho's API does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during a request to Sekisho's API", e);
        }
    }
}
