// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.audit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.audit.AuditEntry;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.io.StringReader;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A change as the API shows it: {@code before} is absent when something was made, {@code after} when it was deleted;
 * {@code secrets} names secrets that were changed, whose values are nowhere.
 */
@ThreadSafe
@JsonbPropertyOrder({"id", "at", "by", "client", "kind", "entry", "before", "after", "secrets", "reason"})
@Schema(example = """
                {"id": 4711, "at": "2026-03-01T10:02:00Z", "by": "admin", "client": "192.0.2.7", "kind": "account", "entry": "alice@example.org",
                 "before": {"status": "active"}, "after": {"status": "suspended"}, "reason": "unpaid"}""")
public record AuditBody(
        long id,
        String at,
        String by,
        @Nullable String client,
        String kind,
        String entry,
        @Nullable JsonValue before,
        @Nullable JsonValue after,
        @Nullable String secrets,
        @Nullable String reason) {
    public static AuditBody of(AuditEntry entry) {
        return new AuditBody(
                entry.id(),
                entry.at().toString(),
                entry.by(),
                entry.client().orElse(null),
                entry.kind(),
                entry.entry(),
                entry.before().map(AuditBody::value).orElse(null),
                entry.after().map(AuditBody::value).orElse(null),
                entry.secrets().orElse(null),
                entry.reason().orElse(null));
    }

    private static JsonValue value(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readValue();
        }
    }
}
