// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.sendlimit.counter.LimitUsage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A limit that applies to the mail of an account, and its use.
 *
 * @param scope {@code account}, {@code domain} for the pool, {@code sender} or {@code network} for scopes
 * @param owner the account, the domain, or the subject of the scope
 */
@Immutable
record ApplicableLimit(String scope, String owner, LimitUsage usage) {
    /** Whether others use it too. */
    boolean isShared() {
        return !scope.equals("account");
    }

    /** When all of the limits have room again; empty if they have room. */
    static Optional<Instant> release(List<ApplicableLimit> limits) {
        return limits.stream()
                .map(each -> each.usage().freesAt())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }
}
