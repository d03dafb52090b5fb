// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;

/** What Sekisho keeps, and what of it is not in the database yet, as {@code dev.sekisho:type=Stores}. */
@ThreadSafe
public interface StoresMXBean {
    /** Whether the database was opened and migrated since the start; one that is lost later stays so. */
    boolean isDatabaseOpened();

    /** Whether the directory is in memory. */
    boolean isDirectoryLoaded();

    /** Whether the counters are back in memory: before, send limits waits or passes. */
    boolean isCountersLoaded();

    /** Accounts whose counts are not in the database yet; grows while it is away. */
    int getUnwrittenAccounts();

    /** Decisions that are not in the journal yet. */
    int getJournalWaiting();

    /** Decisions that never came into the journal since the start. */
    long getJournalDropped();

    /** The background writers that have rows to write and write none. */
    List<String> getWritersWithoutProgress();

    /** Lines of the decision log that were dropped since the start. */
    long getDecisionLinesDropped();
}
