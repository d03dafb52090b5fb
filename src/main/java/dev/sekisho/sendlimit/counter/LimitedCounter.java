// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimit;
import java.util.List;

/**
 * A counter that a message has to pass, with its limits.
 *
 * @param key the key of the counter in the cache
 * @param scope what the counter is for, as in {@link LimitEvent#scope}
 * @param limits each must have room; empty for a counter that only remembers the message
 */
@ThreadSafe
public record LimitedCounter(String key, String scope, List<SendLimit> limits) {
    public static final String ACCOUNT = "account";
    static final String DOMAIN = "domain";
}
