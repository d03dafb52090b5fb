// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.FieldErrors;
import java.util.Optional;

/**
 * Limits that several accounts share: the last account to send must not be blocked for what the others have sent. Holds
 * no state.
 */
public final class SharedLimits {
    private SharedLimits() {}

    /** Adds an error if the limits block an account. */
    public static void check(String field, Optional<SendLimits> limits, FieldErrors errors) {
        if (limits.filter(SendLimits::sendBlocks).isPresent()) {
            errors.add(field, "must not bar: the limit is not one account's");
        }
    }
}
