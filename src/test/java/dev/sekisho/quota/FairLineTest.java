// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairLineTest {
    private final FairLine line = new FairLine(4);

    @Test
    void clientsTakeTurnsInTheOrderOfTheirArrival() {
        List<QuotaQuestion> busy = add("busy", 3);
        List<QuotaQuestion> other = add("other", 1);
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
        List<QuotaQuestion> other = add("other", 1);
        List<QuotaQuestion> busy = add("busy", 3);
        assertThat(line.takes("new")).isTrue();
        assertThat(line.takes("other")).isTrue();
        assertThat(line.makeRoom()).isSameAs(busy.get(2));
        assertThat(line.size()).isEqualTo(3);
        List<QuotaQuestion> late = add("new", 1);
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
        FairLine none = new FairLine(0);
        assertThat(none.takes("a")).isFalse();
        assertThat(none.makeRoom()).isNull();
        assertThat(none.poll()).isNull();
    }

    @Test
    void thoseAskedBeforeGoFirst() {
        List<QuotaQuestion> busy = add("busy", 2);
        QuotaQuestion again = question("other", 9);
        line.addFirst(again);
        assertThat(line.ahead("other")).isEqualTo(2);
        assertThat(rest()).containsExactly(again, busy.get(0), busy.get(1));
    }

    @Test
    void aheadOfANewClientIsOneTurnOfEachOther() {
        add("busy", 3);
        add("other", 1);
        assertThat(line.ahead("new")).isEqualTo(2);
        assertThat(line.ahead("other")).isEqualTo(3);
        assertThat(line.ahead("busy")).isEqualTo(4);
        assertThat(new FairLine(4).ahead("busy")).isZero();
    }

    @Test
    void whatIsLateLeavesTheLineWhereverItStands() {
        QuotaQuestion late = question("busy", 1);
        QuotaQuestion lateAgain = question("busy", 2);
        QuotaQuestion onlyOfItsClient = question("gone", 3);
        line.add(late);
        line.add(onlyOfItsClient);
        List<QuotaQuestion> inTime = add("busy", 1);
        QuotaQuestion againInTime = question("busy", 1000);
        line.addFirst(againInTime);
        line.addFirst(lateAgain);
        assertThat(line.removeLate(3)).containsExactlyInAnyOrder(late, lateAgain, onlyOfItsClient);
        assertThat(line.size()).isEqualTo(2);
        assertThat(line.isEmpty()).isFalse();
        assertThat(rest()).containsExactly(againInTime, inTime.get(0));
    }

    @Test
    void allAreTakenOutAtOnce() {
        List<QuotaQuestion> busy = add("busy", 2);
        QuotaQuestion again = question("other", 9);
        line.addFirst(again);
        assertThat(line.removeAll()).containsExactly(again, busy.get(0), busy.get(1));
        assertThat(line.size()).isZero();
        assertThat(line.poll()).isNull();
        assertThat(add("new", 1)).isEqualTo(rest());
    }

    private List<QuotaQuestion> add(String client, int number) {
        List<QuotaQuestion> added = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            QuotaQuestion question = question(client, 1000);
            line.add(question);
            added.add(question);
        }
        return added;
    }

    private static QuotaQuestion question(String client, long deadline) {
        return QuotaQuestion.about("ivan@example.com", 0, client, deadline).orElseThrow();
    }

    private List<QuotaQuestion> rest() {
        List<QuotaQuestion> rest = new ArrayList<>();
        for (QuotaQuestion next = line.poll(); next != null; next = line.poll()) {
            rest.add(next);
        }
        return rest;
    }
}
