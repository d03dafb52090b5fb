// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiAnswer;
import dev.sekisho.text.LogText;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a diagnosis of logins: the summary, the last login, and the causes, each with the command against it. At
 * most 21 lines, so that it fits a terminal of 80 columns and 24 lines unless causes are long.
 */
final class Diagnosis {
    private static final int MOST_CAUSES = 8;

    private Diagnosis() {}

    static String text(JsonObject diagnosis) {
        String account = LogText.oneLine(ApiAnswer.text(diagnosis, "account"));
        String summary = ApiAnswer.text(diagnosis, "summary");
        List<String> lines = new ArrayList<>();
        lines.add(account + ": " + LogText.oneLine(summary));
        List<JsonObject> causes = ApiAnswer.objects(diagnosis, "causes");
        int shown = Math.min(causes.size(), MOST_CAUSES);
        for (int i = 0; i < shown; i++) {
            JsonObject cause = causes.get(i);
            if (i > 0 || !ApiAnswer.text(cause, "text").equals(summary)) {
                lines.add("- " + LogText.oneLine(ApiAnswer.text(cause, "text")));
            }
            String remedy = remedy(account, cause);
            if (!remedy.isEmpty()) {
                lines.add("    " + remedy);
            }
            if (i == 0 && !ApiAnswer.text(diagnosis, "canLogIn").equals("yes")) {
                lines.add(LogText.oneLine(ApiAnswer.text(diagnosis, "lastLogin")));
            }
        }
        int more = causes.size() - shown + ApiAnswer.number(diagnosis, "omitted");
        if (more > 0) {
            lines.add("and " + more + " more (-o json)");
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** The command that ends a cause; empty if there is none. */
    private static String remedy(String account, JsonObject cause) {
        if (cause.containsKey("block")) {
            return "sekishoctl block lift " + LogText.oneLine(ApiAnswer.text(cause, "block"));
        }
        return switch (ApiAnswer.text(cause, "kind")) {
            case "suspended", "closed", "send-blocked", "password-must-change" ->
                "sekishoctl account activate " + account;
            default -> "";
        };
    }
}
