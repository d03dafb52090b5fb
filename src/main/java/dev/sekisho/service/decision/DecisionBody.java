// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.decision;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.decision.JournalEntry;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A decision as the API shows it. Unknown members are absent.
 *
 * @param explanation the attributes in words
 * @param attributes the pairs of its line in the decision log
 */
@ThreadSafe
@JsonbPropertyOrder({"reference", "at", "service", "result", "account", "client", "explanation", "attributes"})
@Schema(example = """
                {"reference": "7hk4n2xd", "at": "2026-03-01T10:02:00Z", "service": "sendlimit", "result": "defer", "account": "alice@example.org",
                 "client": "192.0.2.7", "explanation": "The account alice@example.org from 192.0.2.7, at END-OF-MESSAGE: a mail to 1 recipient. Of the limit 500/1d, 500 of 500 were used.", "attributes": {"limit": "500/1d", "used": "500"}}""")
public record DecisionBody(
        @Nullable String reference,
        String at,
        String service,
        String result,
        @Nullable String account,
        @Nullable String client,
        String explanation,
        Map<String, String> attributes) {
    public static DecisionBody of(JournalEntry entry) {
        return new DecisionBody(
                orAbsent(entry.reference()),
                entry.at().toString(),
                entry.service(),
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
