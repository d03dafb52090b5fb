// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.QuotaHost;
import java.util.concurrent.CompletionStage;

/** Requests the quota of a mailbox; in production by {@link QuotaStatusClient}. */
@ThreadSafe
@FunctionalInterface
public interface QuotaStatus {
    /**
     * Sends a request to a mail host; returns at once.
     *
     * @param host the mail host of the mailbox
     * @param mailbox its address, as the mail host knows it
     * @param sizeBytes the size of the message; 0 if it is not known
     * @param client the SMTP client of the mail; clients share the queue of the host fairly
     * @return the result, now or within the configured time; never an exception
     */
    CompletionStage<QuotaResult> request(QuotaHost host, String mailbox, long sizeBytes, String client);
}
