// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

/**
 * The meters of the mail hosts that are asked for quotas.
 *
 * <p>Labels are mail hosts, as the directory names them, and results; never users.
 *
 * <p>Safe for use by many threads, and never blocks.
 */
public interface HostMetrics {
    /**
     * Counts a question.
     *
     * @param host the mail host's name
     * @param result see {@link QuotaResult#meterLabel()}; {@code cached} and {@code shared} are those that were not put
     */
    void count(String host, String result);

    /**
     * Notes how long a question took, whatever came of it.
     *
     * @param host the mail host's name
     */
    void took(String host, long nanos);

    /** Begins to show a mail host's state. */
    void watch(ConnectionPool pool);

    /** Ends to show it. */
    void forget(ConnectionPool pool);
}
