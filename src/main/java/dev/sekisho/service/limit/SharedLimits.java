// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import dev.sekisho.limit.SendLimit;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.FieldErrors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks limits that several accounts share, and warns of them. They must not block an account, because it would be
 * blocked for mail of the others.
 */
public final class SharedLimits {
    private SharedLimits() {}

    /** Adds an error if the limits block an account. */
    public static void check(String field, Optional<SendLimits> limits, FieldErrors errors) {
        if (limits.filter(SendLimits::sendBlocks).isPresent()) {
            errors.add(field, "must not have a threshold \"block\": several accounts share the limit");
        }
    }

    /**
     * Why larger limits of an account would not let it send: shared limits that refuse now, and those that are smaller
     * than the account's limit of the same unit and period.
     */
    static List<String> warnings(SendLimits own, List<ApplicableLimit> shared) {
        List<String> warnings = new ArrayList<>();
        for (ApplicableLimit each : shared) {
            SendLimit limit = each.usage().limit();
            Instant freesAt = each.usage().freesAt();
            if (freesAt != null) {
                warnings.add("The shared limit " + limit + " of the " + each.scope() + " " + each.owner()
                        + " is used up: it refuses the account's mail until " + freesAt
                        + ", whatever the account's own limits are.");
            } else if (limit.action().refuses()) {
                own.limits().stream()
                        .filter(mine -> mine.sameWindow(limit) && mine.amount() > limit.amount())
                        .forEach(mine -> warnings.add("The shared limit " + limit + " of the " + each.scope() + " "
                                + each.owner() + " is smaller than the account's own limit " + mine
                                + ", and refuses first."));
            }
        }
        return List.copyOf(warnings);
    }
}
