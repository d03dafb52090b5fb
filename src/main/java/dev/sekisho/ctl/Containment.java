// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiAnswer;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.text.LogText;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code account contain}, and the text of its outcome. */
final class Containment {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason of all changes.")
    private String reason = "";

    @Option(names = "--suspend", description = "Suspend the account; without it, only sending is blocked.")
    private boolean suspend;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Time at which the state ends: 2027-01-31T18:00:00Z, or 2h, 3d from now.")
    private @Nullable String until;

    @Option(names = "--password-stdin", description = "Read the new password from standard input.")
    private boolean passwordStdin;

    @Option(names = "--keep-password", description = "Keep the password.")
    private boolean keepPassword;

    @Option(names = "--keep-app-passwords", description = "Keep the app passwords.")
    private boolean keepAppPasswords;

    @Option(names = "--keep-sessions", description = "Leave sessions at the mail host open.")
    private boolean keepSessions;

    JsonObject body(InputStream in) {
        JsonObjectBuilder body = Json.createObjectBuilder()
                .add("status", suspend ? "suspended" : "send-blocked")
                .add("reason", reason)
                .add("keepPassword", keepPassword)
                .add("keepAppPasswords", keepAppPasswords)
                .add("keepSessions", keepSessions);
        if (until != null) {
            body.add("statusUntil", Until.parse(until).toString());
        }
        if (passwordStdin) {
            body.add("password", line(in));
        }
        return body.build();
    }

    private static String line(InputStream in) {
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            if (line == null || line.isEmpty()) {
                throw new CtlException(Exit.UNKNOWN, "Standard input has no password");
            }
            return line;
        } catch (IOException e) {
            throw new CtlException(Exit.UNKNOWN, "Cannot read the password from standard input", e);
        }
    }

    /** Whether no session can be open. */
    static boolean isComplete(JsonObject outcome) {
        return ApiAnswer.objects(outcome, "sessions").stream()
                .map(each -> ApiAnswer.text(each, "result"))
                .allMatch(result -> result.equals("ended") || result.equals("none"));
    }

    static String text(JsonObject outcome) {
        String account = LogText.oneLine(ApiAnswer.text(outcome, "account"));
        JsonObject state = ApiAnswer.object(outcome.getOrDefault("state", JsonValue.NULL));
        List<String> lines = new ArrayList<>();
        lines.add(account + ": " + ApiAnswer.text(state, "status"));
        if (outcome.containsKey("password")) {
            lines.add("new password, shown once: " + LogText.oneLine(ApiAnswer.text(outcome, "password")));
        } else {
            lines.add(outcome.getBoolean("newPassword", false) ? "new password set" : "password kept");
        }
        lines.add("app passwords revoked: " + ApiAnswer.number(outcome, "revokedAppPasswords"));
        ApiAnswer.objects(outcome, "sessions").forEach(each -> lines.add(sessions(account, each)));
        JsonObject logins = ApiAnswer.object(outcome.getOrDefault("logins", JsonValue.NULL));
        ApiAnswer.objects(logins, "recent")
                .forEach(each -> lines.add("login: "
                        + LogText.oneLine(ApiAnswer.text(each, "at") + " from "
                                + ApiAnswer.text(each, "client") + " by " + ApiAnswer.text(each, "protocol") + ", "
                                + ApiAnswer.number(each, "times") + " times")));
        List<String> networks = ApiAnswer.objects(logins, "networks").stream()
                .map(each -> ApiAnswer.text(each, "network"))
                .toList();
        if (!networks.isEmpty()) {
            lines.add("networks: " + LogText.oneLine(String.join(", ", networks)));
        }
        lines.add("undo: sekishoctl account activate " + account
                + " (the old password and app passwords do not come back)");
        return String.join(System.lineSeparator(), lines);
    }

    private static String sessions(String account, JsonObject sessions) {
        String host = LogText.oneLine(ApiAnswer.text(sessions, "host"));
        return switch (ApiAnswer.text(sessions, "result")) {
            case "ended" -> "sessions at " + host + ": ended";
            case "none" -> "sessions at " + host + ": there were none";
            case "not-configured" ->
                "SESSIONS AT " + host + " NOT ENDED: Sekisho has no doveadm of it; run there: doveadm kick " + account;
            case "not-possible" ->
                "SESSIONS AT " + host + " NOT ENDED: doveadm reads * and ? in the address as patterns";
            default ->
                "SESSIONS AT " + host + " NOT ENDED: " + LogText.oneLine(sessions.getString("error", ""))
                        + "; run there: doveadm kick " + account;
        };
    }
}
