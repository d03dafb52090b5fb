// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue line = new FairQueue(4);

    @Test
    void clientsTakeTurnsInTheOrderOfTheirArrival() {
        List<QuotaRequest> busy = add("busy", 3);
        List<QuotaRequest> other = add("other", 1);
        assertThat(rest()).containsExactly(busy.get(0), other.get(0), busy.get(1), busy.get(2));
        assertThat(line.isEmpty()).isTrue();
    }

    @Test
    void aClientThatIsAloneMayFillTheLineAndNotMore() {
        add("busy", 3);
        assertThat(line.takes("busy")).isTrue();
        assertThat(line.makeRoom()).isNull();
        add("busy", 1);
        assertThat(line.takes("busy")).isFalse();
        assertThat(line.size()).isEqualTo(4);
    }

    @Test
    void aFullLineGivesUpTheNewestOfTheLongestQueueForAnotherClient() {
        List<QuotaRequest> other = add("other", 1);
        List<QuotaRequest> busy = add("busy", 3);
        assertThat(line.takes("new")).isTrue();
        assertThat(line.takes("other")).isTrue();
        assertThat(line.makeRoom()).isSameAs(busy.get(2));
        assertThat(line.size()).isEqualTo(3);
        List<QuotaRequest> late = add("new", 1);
        assertThat(rest()).containsExactly(other.get(0), busy.get(0), late.get(0), busy.get(1));
    }

    @Test
    void nothingIsGivenUpWhereAllHaveTheSameShare() {
        add("a", 2);
        add("b", 2);
        assertThat(line.takes("a")).isFalse();
        assertThat(line.takes("c")).isTrue();
        line.makeRoom();
        add("c", 1);
        assertThat(line.takes("c"))
                .as("it would take from the one other that has two")
                .isFalse();
        assertThat(line.takes("d")).isTrue();
    }

    @Test
    void aLineOfNoLengthTakesNone() {
        FairQueue none = new FairQueue(0);
        assertThat(none.takes("a")).isFalse();
        assertThat(none.makeRoom()).isNull();
        assertThat(none.poll()).isNull();
    }

    @Test
    void repeatedRequestsGoFirst() {
        List<QuotaRequest> busy = add("busy", 2);
        QuotaRequest again = request("other", 9);
        line.addFirst(again);
        assertThat(line.ahead("other")).isEqualTo(2);
        assertThat(rest()).containsExactly(again, busy.get(0), busy.get(1));
    }

    @Test
    void aNewClientWaitsForOneTurnOfEachOther() {
        add("busy", 3);
        add("other", 1);
        assertThat(line.ahead("new")).isEqualTo(2);
        assertThat(line.ahead("other")).isEqualTo(3);
        assertThat(line.ahead("busy")).isEqualTo(4);
        assertThat(new FairQueue(4).ahead("busy")).isZero();
    }

    @Test
    void lateRequestsLeaveTheQueueFromAnyPosition() {
        QuotaRequest late = request("busy", 1);
        QuotaRequest lateAgain = request("busy", 2);
        QuotaRequest onlyOfItsClient = request("gone", 3);
        line.add(late);
        line.add(onlyOfItsClient);
        List<QuotaRequest> inTime = add("busy", 1);
        QuotaRequest againInTime = request("busy", 1000);
        line.addFirst(againInTime);
        line.addFirst(lateAgain);
        assertThat(line.removeLate(3)).containsExactlyInAnyOrder(late, lateAgain, onlyOfItsClient);
        assertThat(line.size()).isEqualTo(2);
        assertThat(line.isEmpty()).isFalse();
        assertThat(rest()).containsExactly(againInTime, inTime.get(0));
    }

    @Test
    void allAreTakenOutAtOnce() {
        List<QuotaRequest> busy = add("busy", 2);
        QuotaRequest again = request("other", 9);
        line.addFirst(again);
        assertThat(line.removeAll()).containsExactly(again, busy.get(0), busy.get(1));
        assertThat(line.size()).isZero();
        assertThat(line.poll()).isNull();
        assertThat(add("new", 1)).isEqualTo(rest());
    }

    private List<QuotaRequest> add(String client, int number) {
        List<QuotaRequest> added = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            QuotaRequest request = request(client, 1000);
            line.add(request);
            added.add(request);
        }
        return added;
    }

    private static QuotaRequest request(String client, long deadline) {
        return QuotaRequest.about("ivan@example.com", 0, client, deadline).orElseThrow();
    }

    private List<QuotaRequest> rest() {
        List<QuotaRequest> rest = new ArrayList<>();
        for (QuotaRequest next = line.poll(); next != null; next = line.poll()) {
            rest.add(next);
        }
        return rest;
    }
}
