// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.exemption;

import dev.sekisho.api.http.JsonFields;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.exemption.ExemptionRequest;
import java.util.function.Function;

/** The members of an exemption's body. Holds no state. */
final class ExemptionFields {
    private ExemptionFields() {}

    /**
     * Reads an exemption; what is wrong stands in the body's errors.
     *
     * @param key the name as the path has it
     * @param subject the canonical form of a subject
     */
    static ExemptionRequest read(String key, JsonFields body, Function<String, String> subject) {
        body.key("name", PathKey.name(key), PathKey::name);
        body.ignore("createdBy", "createdAt");
        body.requiredText("subject");
        return new ExemptionRequest(
                body.parsed("subject", subject).orElse(""), body.requiredText("reason"), body.instant("expiresAt"));
    }
}
