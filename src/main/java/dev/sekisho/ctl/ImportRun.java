// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.ctl.client.ApiAnswer;
import dev.sekisho.ctl.client.ApiClient;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The shared parts of one import: Sekisho, options and notes for the report. */
record ImportRun(ApiClient sekisho, Options options, ImportNotes notes) {
    private static final int PAGE = 1_000;

    /**
     * Options of the command.
     *
     * @param mailHost mail host of new accounts
     * @param rows whether valid rows are written even if others have errors
     */
    @Immutable
    record Options(Optional<String> mailHost, boolean dryRun, boolean rows, Optional<String> reason) {}

    Optional<String> mailHost() {
        return options.mailHost();
    }

    boolean dryRun() {
        return options.dryRun();
    }

    boolean rows() {
        return options.rows();
    }

    Optional<String> reason() {
        return options.reason();
    }

    /** All entries of a collection, by key. */
    SortedMap<String, JsonObject> all(String collection, String key) {
        SortedMap<String, JsonObject> entries = new TreeMap<>();
        String after = "";
        do {
            JsonObject page = sekisho.get(collection + "?limit=" + PAGE + "&after=" + ApiClient.encoded(after));
            ApiAnswer.objects(page, "entries").forEach(each -> entries.put(ApiAnswer.text(each, key), each));
            after = page.getString("next", "");
        } while (!after.isEmpty());
        return entries;
    }
}
