// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.SendLimitsConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendLimitsTest {
    @Test
    void limitsAreReadInAnyOrderAndKeptByPeriod() {
        SendLimits limits = SendLimits.parse(" 500/1d ,100 / 1 h,10/60s");

        assertThat(limits.limits())
                .containsExactly(
                        new SendLimit(10, Duration.ofMinutes(1)),
                        new SendLimit(100, Duration.ofHours(1)),
                        new SendLimit(500, Duration.ofDays(1)));
        assertThat(limits).hasToString("10/1m, 100/1h, 500/1d");
    }

    @Test
    void unlimitedIsTheEmptyList() {
        assertThat(SendLimits.parse("unlimited"))
                .isEqualTo(SendLimits.UNLIMITED)
                .hasToString("unlimited");
        assertThat(SendLimits.UNLIMITED.isUnlimited()).isTrue();
    }

    @Test
    void aWeekIsSevenDays() {
        assertThat(SendLimits.parse("7/1w")).isEqualTo(SendLimits.parse("7/7d")).hasToString("7/7d");
    }

    @Test
    void thePeriodHasTheLargestUnitThatDividesIt() {
        assertThat(SendLimits.parse("1/90m")).hasToString("1/90m");
        assertThat(SendLimits.parse("1/3600s")).hasToString("1/1h");
        assertThat(SendLimits.parse("1/61s")).hasToString("1/61s");
    }

    @Test
    void theLongestTextFitsItsColumn() {
        List<SendLimit> limits = new ArrayList<>();
        for (int i = 0; i < SendLimits.MAX_LIMITS; i++) {
            limits.add(new SendLimit(SendLimit.MAX_AMOUNT, SendLimit.MAX_PERIOD.minusSeconds(2 * i + 1)));
        }

        assertThat(new SendLimits(limits).toString()).hasSizeLessThanOrEqualTo(SendLimitsConverter.MAX_CHARACTERS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "''                  | limit 1 \"\": must be amount/period",
                "100                 | limit 1 \"100\": must be amount/period",
                "10/1h, 5            | limit 2 \"5\": must be amount/period",
                "10/1h,              | limit 2 \"\": must be amount/period",
                "10/1h, unlimited    | limit 2 \"unlimited\": must be amount/period",
                "/1h                 | amount is missing",
                "0/1h                | amount 0 is not between 1 and 1000000000",
                "-5/1h               | amount is not a whole number",
                "attachment 5/1h     | unit \"attachment\" must be one of recipients, messages, bytes, domains",
                "1000000001/1h       | amount is above 1000000000",
                "99999999999/1h      | amount is too large",
                "10/                 | period is missing",
                "10/h                | period is missing",
                "10/60               | period needs one of the units s m h d w",
                "10/1H               | period needs one of the units s m h d w",
                "10/1y               | period needs one of the units s m h d w",
                "10/59s              | period 59s is not between 60s and 31d",
                "10/32d              | period 32d is not between 60s and 31d",
                "10/9999999999w      | is not between 60s and 31d",
                "10/1h/1h            | period is not a whole number",
                "10/1h, 20/60m       | period 1h has two limits, 10 and 20",
                "1/1m,1/2m,1/3m,1/4m,1/5m,1/6m,1/7m,1/8m,1/9m | more than 8 limits",
            })
    void aWrongTextIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> SendLimits.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aMessageRepeatsNoControlCharactersAndNoLongText() {
        assertThatThrownBy(() -> SendLimits.parse("\n" + "x\u0007".repeat(100) + "x"))
                .message()
                .hasSizeLessThan(200)
                .doesNotContain("\u0007");
    }

    @Test
    void everyValueIsReadBackFromItsText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<SendLimit> limits = new ArrayList<>();
            for (int i = random.nextInt(SendLimits.MAX_LIMITS + 1); i > 0; i--) {
                // Eight ranges of periods that do not overlap, so that no period comes twice.
                Duration period = Duration.ofSeconds(60 + i * 300_000L + random.nextInt(86_400));
                limits.add(new SendLimit(1 + random.nextInt(SendLimit.MAX_AMOUNT), period));
            }
            SendLimits value = new SendLimits(limits);
            assertThat(SendLimits.parse(value.toString())).as("seed %d", seed).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100/1h reject",
                "messages 50/day hold notify 50%",
                "bytes 2G/7d filter notify off block 150%",
                "domains 20/1h observe block 1000%",
                "100/1h notify 99%",
                "100/1h block 200%"
            })
    void everyRungOfTheLadderHasItsWord(String text) {
        assertThat(SendLimits.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100/1h explode",
                "100/1h notify",
                "100/1h notify 0%",
                "100/1h notify 100%",
                "100/1h block 100%",
                "100/1h block 1001%",
                "100/1h block 200% reject",
                "100/1h reject hold",
                "domains 1001/1h",
                "domains 600/1h block 200%",
                "inherit"
            })
    void anythingElseBehindThePeriodIsRefused(String text) {
        assertThatThrownBy(() -> SendLimits.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTemporaryLimitReplacesOnlySmallerLimitsOfTheSameUnitAndPeriod() {
        SendLimits limits = SendLimits.parse("100/1h reject block 200%, 500/1d, messages 50/1h");
        assertThat(limits.raisedTo(SendLimits.parse("1000/1h, 400/1d, messages 90/1d")))
                .hasToString("1000/1h reject block 200%, 500/1d, messages 50/1h");
    }
}
