// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.decision.JournalEntry;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision with what is known of it: {@code attributes} are the pairs of its line in the decision log, {@code
 * explanation} says the same in words. Members that are not known are absent.
 *
 * <p>Immutable and safe for use by many threads.
 */
@JsonbPropertyOrder({"reference", "at", "door", "result", "account", "client", "explanation", "attributes"})
public record DecisionBody(
        @Nullable String reference,
        String at,
        String door,
        String result,
        @Nullable String account,
        @Nullable String client,
        String explanation,
        Map<String, String> attributes) {
    static DecisionBody of(JournalEntry entry) {
        return new DecisionBody(
                orAbsent(entry.reference()),
                entry.at().toString(),
                entry.door(),
                entry.result(),
                orAbsent(entry.account()),
                orAbsent(entry.client()),
                entry.explanation(),
                entry.attributes());
    }

    private static @Nullable String orAbsent(String text) {
        return text.isEmpty() ? null : text;
    }
}
