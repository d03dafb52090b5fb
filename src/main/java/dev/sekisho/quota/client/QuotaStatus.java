// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.QuotaHost;
import java.util.concurrent.CompletionStage;

/** Whoever knows whether a message fits into a mailbox: in production the {@link QuotaStatusClient}. */
@ThreadSafe
@FunctionalInterface
public interface QuotaStatus {
    /**
     * Asks a mail host; returns at once.
     *
     * @param host the mailbox's host
     * @param mailbox its address, as the mail host knows it
     * @param sizeBytes size of the message; 0 if not known
     * @param client whose mail it is about, in one word: the clients share the host's line fairly
     * @return the answer, now or later but within the configured time; never an exception
     */
    CompletionStage<QuotaResult> ask(QuotaHost host, String mailbox, long sizeBytes, String client);
}
