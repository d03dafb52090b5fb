// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.sendlimit.counter.Reservation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenTransactionsTest {
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final OpenTransactions transactions = new OpenTransactions(clock);

    @Test
    void anotherMessageOnTheSameConnectionReplacesTheOneBefore() {
        transactions.reserved(1, 100, List.of());
        assertThat(transactions.replaced(1, 100)).isNull();
        OpenTransactions.Open open = transactions.replaced(1, 101);
        assertThat(open).isNotNull();
        assertThat(transactions.replaced(1, 101)).isNull();
    }

    @Test
    void aMessageContinuedOnAnotherConnectionOutlivesItsFirst() {
        transactions.reserved(1, 100, List.of());
        transactions.reserved(2, 100, List.of());
        assertThat(transactions.ended(1)).isNull();
        assertThat(transactions.ended(2)).isNotNull();
    }

    @Test
    void aMessageThatIsSettledHasNothingToGiveBack() {
        transactions.reserved(1, 100, List.of());
        transactions.settled(1, 100);
        assertThat(transactions.ended(1)).isNull();
        transactions.reserved(1, 101, List.of());
        transactions.settled(2, 101);
        assertThat(transactions.ended(1)).as("counted by another connection").isNull();
    }

    @Test
    void anUnfinishedTransactionIsForgotten() {
        for (long connection = 1; connection <= 100; connection++) {
            transactions.reserved(connection, connection, List.of());
        }
        clock.advance(Duration.ofSeconds(Reservation.TIMEOUT_SECONDS + 1));
        transactions.reserved(101, 101, List.of());
        assertThat(transactions.size()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(Reservation.TIMEOUT_SECONDS));
        transactions.reserved(102, 102, List.of());
        assertThat(transactions.size()).as("in the last moment").isEqualTo(2);
    }

    @Test
    void aMessageOfTwoConnectionsIsForgottenWithTheSecond() {
        transactions.reserved(1, 100, List.of());
        transactions.reserved(2, 100, List.of());
        clock.advance(Duration.ofSeconds(Reservation.TIMEOUT_SECONDS + 1));
        transactions.reserved(3, 101, List.of());
        assertThat(transactions.size()).isEqualTo(1);
        assertThat(transactions.ended(3)).isNotNull();
        assertThat(transactions.size()).isZero();
    }

    @Test
    void aConnectionWithoutANumberIsNotKept() {
        transactions.reserved(0, 100, List.of());
        assertThat(transactions.size()).isZero();
    }

    @Test
    void onlyTheMessageThatIsSettledGoes() {
        transactions.reserved(1, 100, List.of());
        transactions.settled(1, 99);
        assertThat(transactions.size()).isEqualTo(1);
        transactions.settled(1, 100);
        assertThat(transactions.size()).isZero();
        transactions.reserved(1, 101, List.of());
        transactions.settled(1, 100);
        assertThat(transactions.ended(1)).as("the next one is still open").isNotNull();
    }

    @Test
    void whatAClockLeftThatRanAheadIsForgottenToo() {
        transactions.reserved(1, 1, List.of());
        clock.advance(Duration.ofDays(-1));
        transactions.reserved(2, 2, List.of());
        assertThat(transactions.size()).isEqualTo(1);
        assertThat(transactions.ended(1)).isNull();
        assertThat(transactions.ended(2)).isNotNull();
    }
}
