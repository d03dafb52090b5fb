// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiAnswer;
import jakarta.json.Json;
import jakarta.json.JsonObject;

/**
 * What became, or would become, of entries of one kind.
 *
 * <p>Confined to one run.
 */
final class ImportCounts {
    private int made;
    private int changed;
    private int unchanged;

    void made() {
        made++;
    }

    void changed() {
        changed++;
    }

    void unchanged() {
        unchanged++;
    }

    /** Adds what Sekisho reports of rows. */
    void add(JsonObject report) {
        made += ApiAnswer.number(report, "created");
        changed += ApiAnswer.number(report, "changed");
        unchanged += ApiAnswer.number(report, "unchanged");
    }

    JsonObject json() {
        return Json.createObjectBuilder()
                .add("made", made)
                .add("changed", changed)
                .add("unchanged", unchanged)
                .build();
    }
}
