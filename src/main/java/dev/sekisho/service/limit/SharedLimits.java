// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.FieldErrors;
import java.util.Optional;

/**
 * Checks limits that several accounts share. They must not block an account, because it would be blocked for mail of
 * the others.
 */
public final class SharedLimits {
    private SharedLimits() {}

    /** Adds an error if the limits block an account. */
    public static void check(String field, Optional<SendLimits> limits, FieldErrors errors) {
        if (limits.filter(SendLimits::sendBlocks).isPresent()) {
            errors.add(field, "must not have a threshold \"block\": several accounts share the limit");
        }
    }
}
