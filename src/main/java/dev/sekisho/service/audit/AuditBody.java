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
 * A change in the audit trail as the API shows it.
 *
 * @param before the entry before the change; absent if it was created
 * @param after the entry after the change; absent if it was deleted
 * @param secrets names of the changed secrets; their values are not recorded
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
