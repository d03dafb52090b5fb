// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.quota.OverQuotaReply;
import dev.sekisho.quota.QuotaConfig;
import dev.sekisho.quota.UnknownUserReply;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

public class QuotaResultTest {

    @Test
    void roomMeansDunno() {
        assertThat(new QuotaResult.Room().action(refusing())).isSameAs(PolicyAction.DUNNO);
    }

    @Test
    void aFullMailboxIsRefusedInTheWordsOfItsHost() {
        assertThat(new QuotaResult.Full("No space left").action(refusing())).hasToString("552 5.2.2 No space left");
    }

    @Test
    void aFullMailboxIsDeferredIfConfigured() {
        QuotaConfig config = config(OverQuotaReply.DEFER, "", UnknownUserReply.DUNNO);
        assertThat(new QuotaResult.Full("Mailbox is full").action(config)).hasToString("452 4.2.2 Mailbox is full");
    }

    @Test
    void theOperatorsWordsReplaceThoseOfTheHost() {
        QuotaConfig config = config(OverQuotaReply.REFUSE, "See https://example.com/full", UnknownUserReply.DUNNO);
        assertThat(new QuotaResult.Full("Mailbox is full").action(config))
                .hasToString("552 5.2.2 See https://example.com/full");
    }

    @ParameterizedTest
    @CsvSource({"''", "' '", "5.2.2", "5.2.2 4.2.2", "42", "...", "日本"})
    void aReplyWithoutAWordGetsOne(String text) {
        assertThat(new QuotaResult.Full(text).action(refusing())).hasToString("552 5.2.2 Mailbox is full");
    }

    @Test
    void wordsAreMadeAsciiAndCut() {
        assertThat(new QuotaResult.Full("Postfach überfüllt" + "x".repeat(600)).action(refusing()))
                .hasToString("552 5.2.2 Postfach ?berf?llt" + "x".repeat(182));
    }

    @Test
    void noWordsOfAHostBreakAReply() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(300); length > 0; length--) {
                text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : ' ' + random.nextInt(32)));
            }
            assertThat(new QuotaResult.Full(text.toString()).action(refusing()).text())
                    .as("seed %d", seed)
                    .startsWith("552 5.2.2 ");
        }
    }

    @Test
    void anUnknownUserMeansDunno() {
        assertThat(new QuotaResult.Unknown("Unknown user").action(refusing())).isSameAs(PolicyAction.DUNNO);
    }

    @Test
    void anUnknownUserIsRefusedIfConfigured() {
        QuotaConfig config = config(OverQuotaReply.REFUSE, "", UnknownUserReply.REJECT);
        assertThat(new QuotaResult.Unknown("").action(config)).hasToString("550 5.1.1 Unknown user");
    }

    @Test
    void anUnclearAnswerLetsMailPassAndIsLogged() {
        QuotaResult answer = new QuotaResult.Unclear("DEFER_IF_PERMIT Internal error");
        assertThat(answer.action(refusing())).isSameAs(PolicyAction.DUNNO);
        assertThat(answer.result()).isEqualTo("unavailable");
        assertThat(answer.reason()).isEqualTo("unclear answer: DEFER_IF_PERMIT Internal error");
    }

    @ParameterizedTest
    @EnumSource
    void eachFailureLetsMailPass(QuotaFailure failure) {
        QuotaResult answer = new QuotaResult.Unavailable(failure);
        assertThat(answer.action(refusing())).isSameAs(PolicyAction.DUNNO);
        assertThat(answer.result()).isEqualTo("unavailable");
        assertThat(answer.reason()).isEqualTo(failure.word());
    }

    @Test
    void eachFailureHasAWordOfItsOwn() {
        assertThat(Arrays.stream(QuotaFailure.values()).map(QuotaFailure::word)).doesNotHaveDuplicates();
    }

    private static QuotaConfig refusing() {
        return config(OverQuotaReply.REFUSE, "", UnknownUserReply.DUNNO);
    }

    public static QuotaConfig config(OverQuotaReply reply, String text, UnknownUserReply unknownUser) {
        return new QuotaConfig(
                Duration.ofSeconds(2),
                8,
                256,
                reply,
                text,
                unknownUser,
                5,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                1);
    }
}
