// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The database's side of send blocks, as a list that can be unavailable.
 *
 * <p>Confined to the test's thread.
 */
public final class TestSendBlocks extends SendBlockStore {
    private final List<String> written = new ArrayList<>();
    private boolean away;

    void setAway(boolean away) {
        this.away = away;
    }

    List<String> written() {
        return written;
    }

    @Override
    public void block(String address, String reason, Instant since) {
        if (away) {
            throw new IllegalStateException("the database is away");
        }
        written.add(address + ": " + reason);
    }
}
