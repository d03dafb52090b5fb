// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Forwards {@code /metrics} to Liberty's MicroProfile Metrics on the loopback port, without blocking a thread.
 *
 * <p>It forwards only the query and the header {@code Accept}, so no password or cookie reaches that port.
 */
@ThreadSafe
@WebServlet(
        urlPatterns = {"/metrics", "/metrics/*"},
        asyncSupported = true)
public class MetricsServlet extends HttpServlet {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long serialVersionUID = 1;

    @Inject
    private transient Config config;

    @Inject
    private transient AsyncThread steps;

    private transient @Nullable HttpClient client;
    private transient String metricsUrl = "";

    @Override
    public void init() {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        metricsUrl = "http://127.0.0.1:" + config.getValue("sekisho.http.inner-port", Integer.class) + "/metrics";
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() != null) {
            Refusal.answer(response, 404, "There is nothing at this path.");
            return;
        }
        HttpRequest forwarded;
        try {
            String query = request.getQueryString();
            String accept = request.getHeader("Accept");
            HttpRequest.Builder building = HttpRequest.newBuilder(
                            URI.create(metricsUrl + (query == null ? "" : "?" + query)))
                    .timeout(TIMEOUT);
            forwarded = (accept == null ? building : building.header("Accept", accept)).build();
        } catch (IllegalArgumentException e) {
            Refusal.answer(response, 400, "The query or the header Accept is malformed.");
            return;
        }
        AsyncContext waiting = request.startAsync();
        waiting.setTimeout(2 * TIMEOUT.toMillis());
        Ending ending = new Ending(waiting, response, Ending.target(request), steps);
        waiting.addListener(ending.atTimeout(503, "The metrics are not available."));
        var unused = Objects.requireNonNull(client)
                .sendAsync(forwarded, HttpResponse.BodyHandlers.ofByteArray())
                .whenComplete((answer, failure) -> {
                    if (answer == null) {
                        ending.refuse(503, "The metrics are not available.");
                    } else {
                        ending.answer(
                                answer.statusCode(),
                                answer.headers().firstValue("Content-Type").orElse("text/plain"),
                                answer.body());
                    }
                });
    }
}
