// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;

/** Entries of an import report that Sekisho rejected, and restrictions in Sekisho that the import kept. */
final class ImportNotes {
    private final JsonArrayBuilder refused = Json.createArrayBuilder();
    private final JsonArrayBuilder kept = Json.createArrayBuilder();

    void refused(String place, String reason) {
        refused.add(entry(place, reason));
    }

    void kept(String place, String reason) {
        kept.add(entry(place, reason));
    }

    JsonArrayBuilder refused() {
        return refused;
    }

    JsonArrayBuilder kept() {
        return kept;
    }

    static JsonObject entry(String place, String reason) {
        return Json.createObjectBuilder()
                .add("place", place)
                .add("reason", reason)
                .build();
    }
}
