// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Instant;

/**
 * Hears of rules that were just broken by somebody; not of those that are only observed, nor that a block goes on.
 * Called on the thread that decides: an implementation must not block, and must not throw.
 */
@ThreadSafe
@FunctionalInterface
public interface BlockListener {
    /**
     * Somebody has broken a rule.
     *
     * @param rule the rule's word
     * @param subject an address, a network, an account, or an account and a network
     * @param count distinct tries
     * @param limit tries that are borne
     * @param at when
     * @param until when it ends, if nothing more is tried
     */
    void blocked(String rule, String subject, int count, int limit, Instant at, Instant until);
}
