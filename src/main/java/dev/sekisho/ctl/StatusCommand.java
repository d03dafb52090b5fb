// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiAnswer;
import dev.sekisho.ctl.client.ApiClient;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code status}: a Nagios check of Sekisho, from its health and metrics; needs no password. */
@Command(
        name = "status",
        description = {
            "Shows version, health, listeners and mail hosts. Needs no password; usable as a Nagios check.",
            "Exits with 0 OK, 1 WARNING (a mail host is unavailable, or a background writer makes no progress),"
                    + " 2 CRITICAL (down or not ready), 3 UNKNOWN."
        })
final class StatusCommand implements Callable<Integer> {
    /** Background writers write every one or two seconds. */
    private static final int LONGEST_WAIT_SECONDS = 30;

    private final Sekishoctl ctl;

    StatusCommand(Sekishoctl ctl) {
        this.ctl = ctl;
    }

    @Override
    public Integer call() {
        ApiClient sekisho = ctl.sekisho();
        JsonObject health;
        JsonObject data;
        try {
            health = health(sekisho);
            data = data(health);
        } catch (CtlException e) {
            print(
                    sekisho,
                    e.exitCode(),
                    "unknown",
                    List.of(e.getMessage() == null ? "" : e.getMessage()),
                    new Metrics(""));
            return e.exitCode();
        }
        HttpResponse<String> scraped = sekisho.plain("/metrics");
        Metrics metrics = new Metrics(scraped.statusCode() == 200 ? scraped.body() : "");
        List<String> critical = new ArrayList<>();
        data.forEach((name, value) -> {
            if (value == JsonValue.FALSE) {
                critical.add(
                        (name.startsWith("listener.")
                                ? name.replace('.', ' ') + " is not bound"
                                : name + " is not available"));
            }
        });
        if (!health.getString("status", "").equals("UP") && critical.isEmpty()) {
            critical.add("not ready");
        }
        List<String> warnings = warnings(metrics);
        if (metrics.all("sekisho_listener_bound").isEmpty()) {
            warnings.add("no metrics (HTTP " + scraped.statusCode() + "): state of mail hosts and listeners unknown");
        }
        int exit = !critical.isEmpty() ? Exit.CRITICAL : warnings.isEmpty() ? Exit.OK : Exit.NO;
        critical.addAll(warnings);
        print(sekisho, exit, data.getString("version", "unknown"), critical, metrics);
        return exit;
    }

    private static JsonObject health(ApiClient sekisho) {
        HttpResponse<String> response = sekisho.plain("/health/ready");
        if ((response.statusCode() != 200 && response.statusCode() != 503)
                || !(ApiAnswer.json(response.body()) instanceof JsonObject health)
                || !health.containsKey("checks")) {
            throw new CtlException(
                    Exit.UNKNOWN,
                    "Not Sekisho: " + sekisho.sekisho() + "health/ready answers HTTP " + response.statusCode());
        }
        return health;
    }

    private static JsonObject data(JsonObject health) {
        Optional<JsonObject> data = ApiAnswer.objects(health, "checks").stream()
                .filter(each -> each.getString("name", "").equals("sekisho") && each.containsKey("data"))
                .map(each -> ApiAnswer.object(each.get("data")))
                .findFirst();
        if (data.isEmpty() && health.getString("status", "").equals("UP")) {
            // Any server with MicroProfile Health answers UP.
            throw new CtlException(Exit.UNKNOWN, "Not Sekisho: its health has no check \"sekisho\"");
        }
        return data.orElse(JsonValue.EMPTY_JSON_OBJECT);
    }

    private static List<String> warnings(Metrics metrics) {
        List<String> warnings = new ArrayList<>();
        metrics.labels("sekisho_quota_host_breaker", "host", value -> value > 0)
                .forEach(host -> warnings.add("quota-status of " + host + " is unavailable (circuit breaker)"));
        double down = metrics.sum("sekisho_login_addresses_down");
        if (down > 0) {
            warnings.add(number(down) + " mail host addresses do not greet");
        }
        metrics.labels("sekisho_writer_waiting_seconds", "writer", value -> value >= LONGEST_WAIT_SECONDS)
                .forEach(writer -> warnings.add("the writer " + writer + " makes no progress"));
        return warnings;
    }

    private void print(ApiClient sekisho, int exit, String version, List<String> problems, Metrics metrics) {
        String word = List.of("OK", "WARNING", "CRITICAL", "UNKNOWN").get(exit);
        JsonArray listeners = metrics.all("sekisho_listener_bound").stream()
                .map(each -> each.label("listener"))
                .sorted()
                .map(name -> Json.createObjectBuilder()
                        .add("listener", name)
                        .add("bound", metrics.of("sekisho_listener_bound", name) > 0)
                        .add("connections", (long) metrics.of("sekisho_listener_open_connections", name))
                        .add("requests", (long) metrics.of("sekisho_listener_requests", name))
                        .add("refused", (long) metrics.of("sekisho_listener_refused_connections", name))
                        .build())
                .collect(Json::createArrayBuilder, (all, each) -> all.add(each), (one, other) -> one.addAll(other))
                .build();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("status", word)
                .add("url", sekisho.sekisho().toString())
                .add("version", version)
                .add("problems", Json.createArrayBuilder(problems))
                .add("listeners", listeners)
                .add("unwrittenAccounts", (long) metrics.sum("sekisho_sendlimit_unwritten_accounts"));
        String connections = listeners.getValuesAs(JsonObject.class).stream()
                .map(each -> String.format(
                        Locale.ROOT,
                        "%s_connections=%d %s_requests=%dc",
                        each.getString("listener"),
                        each.getJsonNumber("connections").longValue(),
                        each.getString("listener"),
                        each.getJsonNumber("requests").longValue()))
                .collect(Collectors.joining(" "));
        String what = problems.isEmpty() ? "ready, version " + version : String.join("; ", problems);
        ctl.output()
                .print(
                        json.build(),
                        "SEKISHO " + word + " - " + what + (connections.isEmpty() ? "" : " | " + connections));
    }

    private static String number(double value) {
        return Long.toString((long) value);
    }
}
