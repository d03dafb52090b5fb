// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.quota.QuotaRequests;
import org.junit.jupiter.api.Test;

/** The daily log line of each mail host. */
class DailyHostSummaryTest extends QuotaRequests {
    @Test
    void eachQueriedHostHasALineAndTheNextDayStartsAtZero() {
        DailyHostSummary days = new DailyHostSummary(metrics);
        days.count("mx1", "room");
        days.count("mx1", "room");
        days.count("mx1", "timeout");
        days.took("mx1", 1_000_000);
        days.took("mx1", 3_000_000);
        days.count("mx2", "full");
        days.tell();
        assertThat(lines())
                .containsExactly(
                        "SKS0410I quota-status of mail host mx1 since the last such line: room 2, timeout 1; answers took 2000"
                                + " us in the mean, 3000 us at most",
                        "SKS0410I quota-status of mail host mx2 since the last such line: full 1; answers took 0 us in the"
                                + " mean, 0 us at most");
        days.tell();
        assertThat(lines()).hasSize(2);
        assertThat(metrics.results()).containsEntry("room", 2).containsEntry("full", 1);
    }
}
