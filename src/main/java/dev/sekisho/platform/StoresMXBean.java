// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;

/** The state of stored data and of data not yet written, registered as {@code dev.sekisho:type=Stores}. */
@ThreadSafe
public interface StoresMXBean {
    /** Whether the database has been opened and migrated since the start; stays true if it is lost later. */
    boolean isDatabaseOpened();

    /** Whether the directory is in memory. */
    boolean isDirectoryLoaded();

    /** Whether the counters are in memory; until then send limits wait, or let mail pass. */
    boolean isCountersLoaded();

    /** Accounts whose counts are not yet in the database; grows while it is unavailable. */
    int getUnwrittenAccounts();

    /** Decisions that are not yet in the journal. */
    int getJournalWaiting();

    /** Decisions since the start that were never written to the journal. */
    long getJournalDropped();

    /** Background writers with waiting rows that make no progress. */
    List<String> getWritersWithoutProgress();

    /** Dropped lines of the decision log since the start. */
    long getDecisionLinesDropped();
}
