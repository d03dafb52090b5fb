// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

/**
 * The metrics of the mail hosts.
 *
 * <p>Labels are names of mail hosts in the directory, and results; never users. Never blocks.
 */
public interface HostMetrics {
    /**
     * Counts a request.
     *
     * @param host the name of the mail host
     * @param result see {@link QuotaResult}; {@code cached} and {@code shared} are requests that were not sent
     */
    void count(String host, String result);

    /**
     * Records the time of a request with any result.
     *
     * @param host the name of the mail host
     */
    void took(String host, long nanos);

    /** Begins to publish the state of a mail host. */
    void watch(ConnectionPool pool);

    /** Ends the publication. */
    void forget(ConnectionPool pool);
}
