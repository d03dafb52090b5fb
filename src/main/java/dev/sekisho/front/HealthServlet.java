// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The health checks, in the shape of MicroProfile Health 4.0: 200 if all requested checks are up, else 503.
 *
 * <p>{@code /health}, {@code /health/live}, {@code /health/ready}, {@code /health/started}. Replaces Liberty's health
 * module, which also serves a login form.
 */
@ThreadSafe
@WebServlet({"/health", "/health/*"})
public class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    @Any
    private transient Instance<HealthCheck> all;

    @Inject
    @Liveness
    private transient Instance<HealthCheck> live;

    @Inject
    @Readiness
    private transient Instance<HealthCheck> ready;

    @Inject
    @Startup
    private transient Instance<HealthCheck> started;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        switch (path) {
            case "", "/" -> answer(response, all);
            case "/live" -> answer(response, live);
            case "/ready" -> answer(response, ready);
            case "/started" -> answer(response, started);
            default -> Refusal.answer(response, 404, "There is nothing at this path.");
        }
    }

    private static void answer(HttpServletResponse response, Iterable<HealthCheck> checks) throws IOException {
        boolean up = true;
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (HealthCheck each : checks) {
            HealthCheckResponse result = each.call();
            up &= result.getStatus() == HealthCheckResponse.Status.UP;
            list.add(json(result));
        }
        JsonObject body = Json.createObjectBuilder()
                .add("status", up ? "UP" : "DOWN")
                .add("checks", list)
                .build();
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json; charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(body.toString());
    }

    private static JsonObject json(HealthCheckResponse result) {
        JsonObjectBuilder data = Json.createObjectBuilder();
        for (Map.Entry<String, Object> each : result.getData().orElse(Map.of()).entrySet()) {
            if (each.getValue() instanceof Boolean truth) {
                data.add(each.getKey(), truth);
            } else if (each.getValue() instanceof Number number) {
                data.add(each.getKey(), number.longValue());
            } else {
                data.add(each.getKey(), each.getValue().toString());
            }
        }
        return Json.createObjectBuilder()
                .add("name", result.getName())
                .add("status", result.getStatus().name())
                .add("data", data)
                .build();
    }
}
