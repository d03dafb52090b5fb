// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;

/**
 * A message that asks for room, at one of its stages.
 *
 * @param account who sends; empty without a login
 * @param claims the counters it has to pass, in the fixed order account, domain, network, sender, context
 * @param cost what it costs
 * @param id which message it is
 */
@ThreadSafe
public record SendAttempt(String account, List<LimitedCounter> claims, Cost cost, MessageId id) {
    /** Whether no limit concerns it. */
    boolean isUnlimited() {
        return claims.isEmpty();
    }
}
