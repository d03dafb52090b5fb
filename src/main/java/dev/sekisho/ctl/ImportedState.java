// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.importer.ImportData;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Imports the state of an account. An account that is inactive at the source becomes suspended; when it is active
 * again, an account that an import suspended gets its previous state back. States that staff set stay, unless the
 * source is stricter.
 */
final class ImportedState {
    /** Prefix of reasons that an import set; only such a state may an import lift again. */
    static final String REASON = "imported: ";

    private static final String SUSPENDED = "suspended";

    /** The previous state and its reason, at the end of the reason. */
    private static final Pattern BEFORE =
            Pattern.compile("; before: (send-blocked|password-must-change|suspended)(?: until (\\S+))?(?:, (.*))?$");

    /** Length of the database column. */
    private static final int MAX_REASON = 500;

    private ImportedState() {}

    /** Adds the state to a row if it changes. */
    static void add(JsonObjectBuilder row, ImportData.Account source, Optional<JsonObject> known) {
        String status = known.map(each -> text(each, "status")).orElse("active");
        String reason = known.map(each -> text(each, "statusReason")).orElse("");
        String until = known.map(each -> text(each, "statusUntil")).orElse("");
        boolean imported = status.equals(SUSPENDED) && reason.startsWith(REASON) && until.isEmpty();
        if (source.inactive().isEmpty()) {
            if (imported) {
                lift(row, reason);
            }
        } else if (!imported && permitsMore(status, until)) {
            String before = status.equals("active")
                    ? ""
                    : "; before: " + status + (until.isEmpty() ? "" : " until " + until)
                            + (reason.isEmpty() ? "" : ", " + reason);
            String text = REASON + source.inactive().get() + before;
            row.add("status", SUSPENDED)
                    .add("statusReason", text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text);
        }
    }

    /** Whether a state permits more than a suspension without an end. */
    private static boolean permitsMore(String status, String until) {
        return !List.of(SUSPENDED, "closed").contains(status) || !until.isEmpty();
    }

    private static void lift(JsonObjectBuilder row, String reason) {
        Matcher before = BEFORE.matcher(reason);
        if (!before.find()) {
            row.add("status", "active");
            return;
        }
        String until = before.group(2) == null ? "" : before.group(2);
        if (!until.isEmpty() && !Instant.parse(until).isAfter(Instant.now())) {
            row.add("status", "active");
            return;
        }
        row.add("status", before.group(1));
        if (!until.isEmpty()) {
            row.add("statusUntil", until);
        }
        if (before.group(3) != null) {
            row.add("statusReason", before.group(3));
        }
    }

    private static String text(JsonObject object, String name) {
        JsonValue value = object.get(name);
        return value instanceof JsonString text ? text.getString() : "";
    }
}
