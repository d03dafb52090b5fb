// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimit;
import java.util.List;

/**
 * One counter that a message has to pass, with its limits.
 *
 * @param key what the counter is kept under
 * @param scope whose it is, as {@link LimitEvent#scope} has it
 * @param limits all of them have to have room; none: the counter only remembers the message
 */
@ThreadSafe
public record LimitedCounter(String key, String scope, List<SendLimit> limits) {
    public static final String ACCOUNT = "account";
    static final String DOMAIN = "domain";

    boolean isAccount() {
        return scope.equals(ACCOUNT);
    }
}
