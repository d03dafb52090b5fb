// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Plan;
import dev.sekisho.limit.SendLimits;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A plan as the API shows it; without {@code sendLimits} its accounts inherit those of their domains. */
@Immutable
@JsonbPropertyOrder({"name", "sendLimits"})
@Schema(example = """
                {"name": "small", "sendLimits": "100/1h, 500/1d"}""")
public record PlanBody(String name, @Nullable String sendLimits) {
    public static PlanBody of(Plan plan) {
        return new PlanBody(
                plan.name(), plan.sendLimits().map(SendLimits::toString).orElse(null));
    }
}
