// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.EffectiveLimits;
import dev.sekisho.ratelimit.LimitUsage;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** How limits and their use are shown. Stateless. */
final class LimitsJson {
    private LimitsJson() {}

    static JsonObjectBuilder of(EffectiveLimits effective) {
        return Json.createObjectBuilder()
                .add("limits", effective.limits().toString())
                .add("from", JsonFields.word(effective.from()));
    }

    static JsonArrayBuilder of(List<LimitUsage> usage) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (LimitUsage each : usage) {
            JsonObjectBuilder one = Json.createObjectBuilder()
                    .add("limit", each.limit().toString())
                    .add("amount", each.limit().amount())
                    .add("periodSeconds", each.limit().period().toSeconds())
                    .add("used", each.used());
            if (each.freesAt() != null) {
                one.add("freesAt", each.freesAt().toString());
            }
            list.add(one);
        }
        return list;
    }
}
