// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.limit.SendLimit;
import dev.sekisho.limit.SendLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The merge of a usage that both sides of a split continued, and its serialization. */
class MergeTest {
    private static final int HOUR = 3600;
    private static final long NOW = 1_800_000_000;
    private static final SendLimit[] LIMITS = LimitCheck.array(
            SendLimits.parse("1000/1h, messages 500/day, domains 40/1h").limits());

    @Test
    void theLargerOfEachStaysInAnyOrderAndMergingAgainChangesNothing() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            CounterState before = counted(random, CounterState.NONE, NOW, 20);
            CounterState one = counted(random, before, NOW + 5000, 20);
            CounterState other = counted(random, before, NOW + random.nextInt(9000), 20);
            CounterState merged = one.merge(other);
            assertThat(bytes(merged)).as("seed %s", seed).isEqualTo(bytes(other.merge(one)));
            assertThat(merged.revision()).isGreaterThan(Math.max(one.revision(), other.revision()));
            assertThat(merged.merge(other)).as("seed %s", seed).isSameAs(merged);
            assertThat(one.merge(merged)).as("seed %s", seed).isSameAs(merged);
            for (long now = NOW + 9000; now < NOW + 12_000; now += 700) {
                long least = Math.max(one.used(HOUR, now), other.used(HOUR, now));
                assertThat(merged.used(HOUR, now))
                        .as("seed %s", seed)
                        .isBetween(least, one.used(HOUR, now) + other.used(HOUR, now));
            }
        }
    }

    @Test
    void whatOneSideHasOfBothStaysAsItIs() {
        CounterState before = CounterState.NONE.plus(TestCost.of(1, NOW), 11, LIMITS);
        CounterState after = before.plus(TestCost.of(2, NOW + 200), 12, LIMITS);
        assertThat(before.merge(after)).isSameAs(after);
        assertThat(after.merge(before)).isSameAs(after);
    }

    @Test
    void aMessageThatEitherSideCountedIsNotCountedAgain() {
        CounterState one = CounterState.NONE.plus(TestCost.of(1, NOW), 11, LIMITS);
        CounterState other = CounterState.NONE.plus(TestCost.of(1, NOW), 12, LIMITS);
        assertThat(one.merge(other).hasCounted(11)).isTrue();
        assertThat(one.merge(other).hasCounted(12)).isTrue();
        CounterState later = one.merge(other).remember(13, NOW + CountedMessages.REPEAT_SECONDS);
        assertThat(later.hasCounted(11)).as("while Postfix may repeat it").isTrue();
    }

    @Test
    void whatEitherSideHasReservedStaysReserved() {
        CounterState one = CounterState.NONE.reserve(Reservation.begin(1).plus(5, TestCost.of(1, NOW)), NOW);
        CounterState other = CounterState.NONE
                .reserve(Reservation.begin(1).of(TestCost.of(3, NOW)), NOW)
                .reserve(Reservation.begin(2).of(TestCost.of(4, NOW)), NOW);
        assertThat(one.merge(other).reserved(LIMITS[0].unit(), 0, NOW)).isEqualTo(7);
        assertThat(other.merge(one).reserved(LIMITS[0].unit(), 0, NOW)).isEqualTo(7);
    }

    @Test
    void aMergedWindowOfDomainsHasNoMoreThanTheDatabaseReads() {
        CounterState one = CounterState.NONE;
        CounterState other = CounterState.NONE;
        SendLimit[] limits =
                LimitCheck.array(SendLimits.parse("domains 1000/1h").limits());
        for (int i = 0; i < 900; i++) {
            one = one.plus(domain(i), i, limits);
            other = other.plus(domain(10_000 + i), i, limits);
        }
        assertThat(one.merge(other).text()).isEqualTo(other.merge(one).text());
        assertThat(CounterState.parse(one.merge(other).text(), 1).used(Window.key(limits[0]), NOW))
                .isEqualTo(1000);
    }

    @Test
    void whatIsForgottenIsNewerThanWhatItWas() {
        CounterState usage = CounterState.NONE.plus(TestCost.of(1, NOW), 11, LIMITS);
        assertThat(usage.forgotten(NOW - 100).revision()).isGreaterThan(usage.revision());
    }

    @Test
    void itTravelsWholeAndSmall() throws Exception {
        CounterState usage = CounterState.NONE
                .plus(TestCost.of(1, NOW), 11, LIMITS)
                .reserve(Reservation.begin(1).plus(5, domain(7)), NOW)
                .refuse(TestCost.of(1, NOW), 3, 4, LIMITS[0]);
        byte[] bytes = bytes(usage);
        CounterState read;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            read = (CounterState) in.readObject();
        }
        assertThat(read.text()).isEqualTo(usage.text());
        assertThat(bytes(read)).isEqualTo(bytes);
        assertThat(read.revision()).isEqualTo(usage.revision());
        assertThat(read.hasRefused(3, 4)).isTrue();
        assertThat(read.hasCounted(11)).isTrue();
        assertThat(read.reserved(LIMITS[0].unit(), 0, NOW)).isEqualTo(1);
        assertThat(bytes).hasSizeLessThan(400);
    }

    @Test
    void anotherVersionOfTheSerializedFormIsRefusedByItsNumber() throws Exception {
        byte[] bytes = bytes(CounterState.NONE);
        // The version is before the revision, the length of the text and what follows it: 0 for the empty state.
        int version = bytes.length - 1 - (8 + 4 + 2 + 1 + 1) - 1;
        assertThat(bytes[version]).isEqualTo((byte) CounterStateProxy.VERSION);
        bytes[version] = CounterStateProxy.VERSION + 1;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            assertThatThrownBy(in::readObject)
                    .isInstanceOf(InvalidObjectException.class)
                    .hasMessage("A counter of another node has format 2, and this node reads 1: all nodes need the same"
                            + " version of Sekisho");
        }
    }

    private static Cost domain(long domain) {
        return new Cost(1, 1, 1, new long[] {domain}, NOW, NOW + 1000);
    }

    private static byte[] bytes(CounterState usage) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(usage);
        }
        return bytes.toByteArray();
    }

    private static CounterState counted(Random random, CounterState before, long until, int messages) {
        CounterState usage = before;
        for (int i = 0; i < messages; i++) {
            long now = until - 4000 + i * 200L;
            Cost cost = new Cost(
                    1 + random.nextInt(3), 1, 1, new long[] {random.nextInt(30)}, now, (now / 86_400 + 1) * 86_400);
            usage = random.nextInt(4) == 0
                    ? usage.reserve(Reservation.begin(random.nextInt(100)).plus(random.nextInt(), cost), now)
                    : usage.plus(cost, random.nextLong(), LIMITS);
        }
        return usage;
    }

    @Test
    void aRefusalOfEitherSideIsOfBoth() {
        CounterState refused = CounterState.NONE.refuse(TestCost.of(1, NOW), 3, 4, LIMITS[0]);
        CounterState other = CounterState.NONE.plus(TestCost.of(1, NOW), 11, LIMITS);
        assertThat(refused.merge(other).hasRefused(3, 4)).isTrue();
        assertThat(other.merge(refused).hasRefused(3, 4)).isTrue();
        CounterState another = CounterState.NONE.refuse(TestCost.of(1, NOW), 3, 5, LIMITS[0]);
        assertThat(refused.merge(another).hasRefused(3, 5)).isTrue();
        assertThat(another.merge(refused).hasRefused(3, 5)).isTrue();
    }

    /** One differs from the next in one thing only, and holds less. */
    @Test
    void ofTwoReservationsOfAMessageTheOneThatHoldsMoreStays() {
        List<Reservation> rising = List.of(
                Reservation.begin(1).of(new Cost(1, 1, 1, new long[] {7}, NOW, 0)),
                Reservation.begin(1).of(new Cost(1, 1, 1, new long[] {8}, NOW, 0)),
                Reservation.begin(1).plus(5, new Cost(1, 1, 1, new long[] {8}, NOW, 0)),
                Reservation.begin(1).plus(6, new Cost(1, 1, 1, new long[] {8}, NOW, 0)),
                Reservation.begin(1).plus(6, new Cost(1, 1, 1, new long[] {8}, NOW + 1, 0)),
                Reservation.begin(1).plus(6, new Cost(1, 1, 1, new long[] {8, 9}, NOW, 0)),
                Reservation.begin(1).plus(6, new Cost(1, 1, 2, new long[] {8}, NOW, 0)),
                Reservation.begin(1).of(new Cost(2, 1, 1, new long[] {8}, NOW, 0)));
        for (int i = 1; i < rising.size(); i++) {
            Reservation less = rising.get(i - 1);
            Reservation more = rising.get(i);
            assertThat(Reservation.larger(less, more)).as("%d", i).isSameAs(more);
            assertThat(Reservation.larger(more, less)).as("%d", i).isSameAs(more);
        }
    }

    @Test
    void ofMoreDomainsThanThereIsRoomForThoseThatEndLastStay() {
        SendLimit[] limits =
                LimitCheck.array(SendLimits.parse("domains 1000/1h").limits());
        CounterState old = CounterState.NONE;
        CounterState young = CounterState.NONE;
        for (int i = 0; i < 900; i++) {
            old = old.plus(new Cost(1, 1, 1, new long[] {i}, NOW, 0), i, limits);
            young = young.plus(new Cost(1, 1, 1, new long[] {10_000 + i}, NOW + 60, 0), i, limits);
        }
        assertThat(old.merge(young).used(Window.key(limits[0]), NOW + HOUR)).isEqualTo(900);
        assertThat(young.merge(old).used(Window.key(limits[0]), NOW + HOUR)).isEqualTo(900);
    }

    @Test
    void theEmptyAndTheFullestTravelToo() throws Exception {
        CounterState full = CounterState.NONE;
        for (int i = 1; i <= 2 * CounterState.MAX_RESERVATIONS; i++) {
            full = full.plus(TestCost.of(1, NOW), i, LIMITS)
                    .reserve(Reservation.begin(i).of(TestCost.of(1, NOW)), NOW);
        }
        for (CounterState each : List.of(CounterState.NONE, full)) {
            byte[] bytes = bytes(each);
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
                CounterState read = (CounterState) in.readObject();
                assertThat(bytes(read)).isEqualTo(bytes);
                assertThat(read.reserved(LIMITS[0].unit(), 0, NOW)).isEqualTo(each.reserved(LIMITS[0].unit(), 0, NOW));
            }
        }
    }
}
