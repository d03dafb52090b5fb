// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

/** Counts what rules do. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface RuleMetrics {
    /**
     * Counts one login.
     *
     * @param rule a rule's word, or {@code store}
     * @param effect {@code block}, {@code wait}, {@code would-block}, {@code would-wait}; {@code lost} for the store
     */
    void count(String rule, String effect);
}
