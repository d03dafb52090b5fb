// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.counter.LimitResult;
import dev.sekisho.sendlimit.counter.LimitResult.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ActionTemplateTest {
    private static final String ALL = "450 4.7.1 {account}: {used} of {amount} in {period}, next {release}";
    private static final long FREE = Instant.parse("2026-03-01T10:02:03Z").getEpochSecond();

    @Test
    void eachPlaceholderIsFilled() {
        assertThat(fill(ALL, "alice@example.org", refused(FREE)))
                .isEqualTo("450 4.7.1 alice@example.org: 100 of 100 in 1h, next 2026-03-01T10:03:00Z");
    }

    @Test
    void theReleaseIsNeverStatedTooEarly() {
        long whole = Instant.parse("2026-03-01T10:02:00Z").getEpochSecond();
        assertThat(fill("450 {release}", "a", refused(whole))).isEqualTo("450 2026-03-01T10:02:00Z");
        assertThat(fill("450 {release}", "a", refused(whole + 1))).isEqualTo("450 2026-03-01T10:03:00Z");
    }

    @Test
    void aMessageThatNeverFitsHasAHintInsteadOfATime() {
        assertThat(fill("450 4.7.1 possible {release}", "a", refused(0)))
                .isEqualTo("450 4.7.1 possible with fewer recipients");
    }

    @Test
    void withoutALimitOnlyTheAccountIsFilled() {
        assertThat(new ActionTemplate("550 5.7.1 {account} is send-blocked").fill("a@example.org", null, "7hk4n2xd"))
                .hasToString("550 5.7.1 a@example.org is send-blocked");
    }

    @Test
    void aHostileLoginBreaksNeitherTheLineNorTheTemplate() {
        assertThat(fill("450 4.7.1 {account}", "a\n\naction=OK\u0000é {x}", refused(FREE)))
                .isEqualTo("450 4.7.1 a??action=OK???{x}");
        assertThat(fill("450 4.7.1 {account} {used}", "{used}@example.org", refused(FREE)))
                .isEqualTo("450 4.7.1 {used}@example.org 100");
    }

    @Test
    void theAnswerIsCutAtWhatPostfixTakesAndBetweenCharacters() {
        String text = fill("450 4.7.1 {account} " + "ü".repeat(380), "a".repeat(300), refused(FREE));
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(510, 512);
        assertThat(text).endsWith("ü").doesNotContain("\ufffd");
    }

    private static LimitResult refused(long freeSeconds) {
        return new LimitResult(
                Outcome.REFUSED, SendLimits.parse("100/1h").limits().get(0), 100, freeSeconds);
    }

    private static String fill(String text, String account, LimitResult limitResult) {
        return new ActionTemplate(text).fill(account, limitResult, "7hk4n2xd").text();
    }
}
