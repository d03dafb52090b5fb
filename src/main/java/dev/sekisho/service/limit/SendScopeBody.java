// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.SendScope;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Limits of a network, an envelope sender or a policy context as the API shows them: {@code kind} is {@code network},
 * {@code sender} or {@code context}; {@code noLogin} and {@code nullSender}, of networks, are {@code pass},
 * {@code count} or {@code refuse}.
 */
@Immutable
@JsonbPropertyOrder({"name", "kind", "subject", "sendLimits", "noLogin", "nullSender"})
@Schema(example = """
                {"name": "web", "kind": "network", "subject": "192.0.2.0/24", "sendLimits": "1000/1h", "noLogin": "count", "nullSender": "pass"}""")
public record SendScopeBody(
        String name, String kind, String subject, String sendLimits, String noLogin, String nullSender) {
    public static SendScopeBody of(SendScope scope) {
        return new SendScopeBody(
                scope.name(),
                scope.kind().word(),
                scope.subject(),
                scope.sendLimits().toString(),
                scope.noLogin().word(),
                scope.nullSender().word());
    }
}
