// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of a count that both sides of a split went on with. */
class MergeTest {
    private static final int HOUR = 3600;
    private static final long NOW = 1_800_000_000;

    @Test
    void theLargerCountOfEachSlotStaysAndMergingAgainChangesNothing() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Usage before = counted(random, Usage.NONE, NOW, 20);
            Usage one = counted(random, before, NOW + 5000, 20);
            Usage other = counted(random, before, NOW + random.nextInt(9000), 20);
            Usage merged = one.merge(other);
            assertThat(merged.text())
                    .as("seed %s", seed)
                    .isEqualTo(other.merge(one).text());
            assertThat(merged.merge(other).text()).as("seed %s", seed).isEqualTo(merged.text());
            for (long now = NOW + 9000; now < NOW + 12_000; now += 700) {
                long least = Math.max(one.used(HOUR, now), other.used(HOUR, now));
                assertThat(merged.used(HOUR, now))
                        .as("seed %s", seed)
                        .isBetween(least, one.used(HOUR, now) + other.used(HOUR, now));
            }
        }
    }

    @Test
    void aMessageThatEitherSideCountedIsNotCountedAgain() {
        Usage one = Usage.NONE.plus(1, 11, new int[] {HOUR}, NOW);
        Usage other = Usage.NONE.plus(1, 12, new int[] {HOUR}, NOW);
        assertThat(one.merge(other).hasCounted(11)).isTrue();
        assertThat(one.merge(other).hasCounted(12)).isTrue();
    }

    @Test
    void aMergedUsageIsNewerThanBoth() {
        RevisedUsage one = new RevisedUsage(Usage.NONE.plus(1, 11, new int[] {HOUR}, NOW), 5);
        RevisedUsage other = new RevisedUsage(Usage.NONE.plus(4, 12, new int[] {HOUR}, NOW), 9);
        assertThat(one.merge(other).revision()).isEqualTo(10);
        assertThat(one.merge(other).usage().used(HOUR, NOW)).isEqualTo(4);
    }

    private static Usage counted(Random random, Usage before, long until, int messages) {
        Usage usage = before;
        for (int i = 0; i < messages; i++) {
            usage = usage.plus(1 + random.nextInt(3), random.nextLong(), new int[] {HOUR}, until - 4000 + i * 200L);
        }
        return usage;
    }
}
