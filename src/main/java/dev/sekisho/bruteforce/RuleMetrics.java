// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

/** Counts the effects of rules. */
@FunctionalInterface
public interface RuleMetrics {
    /**
     * Counts one login.
     *
     * @param rule the name of a rule, or {@code store}
     * @param effect {@code block}, {@code wait}, {@code would-block}, {@code would-wait}; {@code lost} for the store
     */
    void count(String rule, String effect);
}
