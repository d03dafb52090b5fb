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
 * The state of an account where the other system has a word: one that is inactive there is suspended here, and one that
 * an import suspended becomes again what it was. States that staff set here stay, unless the other system is stricter.
 *
 * <p>Holds no state of its own.
 */
final class ImportedState {
    /** How a reason begins that the other system gave: such a state an import may lift again. */
    static final String REASON = "carried over: ";

    private static final String SUSPENDED = "suspended";

    /** The state that an import took the place of, and its reason, in the reason. */
    private static final Pattern BEFORE =
            Pattern.compile("; before: (send-blocked|password-must-change|suspended)(?: until (\\S+))?(?:, (.*))?$");

    /** The column's bound. */
    private static final int MAX_REASON = 500;

    private ImportedState() {}

    /** Adds the state to a row if it is to be another one. */
    static void add(JsonObjectBuilder row, ImportData.Account there, Optional<JsonObject> known) {
        String status = known.map(each -> text(each, "status")).orElse("active");
        String reason = known.map(each -> text(each, "statusReason")).orElse("");
        String until = known.map(each -> text(each, "statusUntil")).orElse("");
        boolean carried = status.equals(SUSPENDED) && reason.startsWith(REASON) && until.isEmpty();
        if (there.inactive().isEmpty()) {
            if (carried) {
                lift(row, reason);
            }
        } else if (!carried && isLess(status, until)) {
            String before = status.equals("active")
                    ? ""
                    : "; before: " + status + (until.isEmpty() ? "" : " until " + until)
                            + (reason.isEmpty() ? "" : ", " + reason);
            String text = REASON + there.inactive().get() + before;
            row.add("status", SUSPENDED)
                    .add("statusReason", text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text);
        }
    }

    /** Whether a state permits more than a suspension without an end. */
    private static boolean isLess(String status, String until) {
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
