// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Instant;

/**
 * Receives rules that were just broken; not those that are only observed, nor the continuation of a block. Called on
 * the thread of the login: an implementation must not block and must not throw.
 */
@ThreadSafe
@FunctionalInterface
public interface BlockListener {
    /**
     * A rule was broken.
     *
     * @param rule the name of the rule
     * @param subject an address, a network, an account, or an account and a network
     * @param count distinct attempts
     * @param limit the attempts that the rule permits
     * @param at the time
     * @param until the end of the block without further attempts
     */
    void blocked(String rule, String subject, int count, int limit, Instant at, Instant until);
}
