// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.decision.QuotaDecision;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.quota.cache.RememberedMessage;
import dev.sekisho.quota.cache.RememberedRecipient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check at the end of a message, with its real size. */
class EndOfMessageTest extends QuotaScenario {
    @Test
    void mailWithoutSizeThatDoesNotFitIsRefusedAtItsEnd() {
        assertThat(rcpt("m1", "ivan", 0)).isEqualTo(DUNNO);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
        assertThat(metrics.outcomes).containsExactly("full");
        assertThat(metrics.saved).hasValue(1);
        assertThat(decisions.get(1).result()).isEqualTo("full");
        assertThat(decisions.get(1).key()).isEqualTo("ivan");
        assertThat(decisions.get(1).host()).isEqualTo("mx1");
    }

    @Test
    void mailWithoutSizeThatFitsIsTaken() {
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "ivan", 1, 1000)).isEqualTo(DUNNO);
        assertThat(requests).containsExactly("ivan 0", "ivan 1000");
        assertThat(metrics.outcomes).containsExactly("room");
        assertThat(metrics.recipients).containsExactly("none");
        assertThat(metrics.sizes).as("sizes that were declared").isEmpty();
        assertThat(decisions).extracting(QuotaDecision::result).containsExactly("room", "room");
    }

    @Test
    void aRefusalHasTheReferenceOfItsLine() {
        reference = "7hk4n2xd";
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL + " (ref 7hk4n2xd)");
    }

    @Test
    void anAcceptedMessageInvalidatesCachedRoom() {
        proxy = remembering(MessageConfigs.defaults());
        rcpt("m1", "ivan", 600);
        rcpt("m2", "ivan", 500);
        assertThat(requests).as("known since a moment ago").containsExactly("ivan 600");
        end("m2", "ivan", 1, 500);
        rcpt("m3", "ivan", 500);
        assertThat(requests).as("after one that was judged before").containsExactly("ivan 600", "ivan 500");

        end("m3", "ivan", 1, 550);
        rcpt("m4", "ivan", 400);
        assertThat(requests)
                .as("after one that was judged at its end")
                .containsExactly("ivan 600", "ivan 500", "ivan 550", "ivan 400");

        rcpt("m4", "alice", 400);
        end("m4", "", 2, 1001);
        rcpt("m5", "alice", 400);
        assertThat(requests).as("after one that was full for another").endsWith("ivan 1001", "alice 1001", "alice 400");
    }

    @Test
    void anAcceptedMessageIsForgotten() {
        rcpt("m1", "ivan", 0);
        end("m1", "", 1, 900);
        end("m1", "", 1, 900);
        assertThat(metrics.outcomes).containsExactly("room", "forgotten");
    }

    @Test
    void aCorrectlyDeclaredSizeIsNotRequestedAgain() {
        rcpt("m1", "ivan", 600);
        assertThat(end("m1", "ivan", 1, 500)).isEqualTo(DUNNO);
        rcpt("m2", "ivan", 500);
        assertThat(end("m2", "ivan", 1, 500)).isEqualTo(DUNNO);
        assertThat(requests).containsExactly("ivan 600", "ivan 500");
        assertThat(metrics.outcomes).containsExactly("declared", "declared");
        assertThat(metrics.recipients).containsExactly("declared", "declared");
        assertThat(metrics.sizes).containsExactly("600 500", "500 500");
    }

    @Test
    void aSizeAboveTheDeclaredOneIsRequestedAgain() {
        rcpt("m1", "ivan", 600);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
    }

    @Test
    void aHostWithoutAnAnswerAtTheRecipientIsQueriedAtTheEnd() {
        silent = true;
        assertThat(rcpt("m1", "ivan", 2000)).isEqualTo(DUNNO);
        silent = false;
        assertThat(end("m1", "ivan", 1, 2000)).isEqualTo(FULL);
    }

    @Test
    void mailPassesWithoutAnAnswerAtTheEnd() {
        rcpt("m1", "ivan", 0);
        silent = true;
        assertThat(end("m1", "ivan", 1, 2000)).isEqualTo(DUNNO);
        assertThat(metrics.outcomes).containsExactly("unavailable");
        assertThat(decisions.get(1).result()).isEqualTo("unavailable");
    }

    @Test
    void anAbortedMessageDoesNotAffectTheNext() {
        rcpt("m1", "ivan", 0);
        rcpt("m2", "alice", 0);
        assertThat(end("m2", "alice", 1, 5000)).isEqualTo(DUNNO);
        assertThat(requests).containsExactly("ivan 0", "alice 0", "alice 5000");
    }

    @Test
    void aMessageContinuedAfterARefusalIsJudgedWithAllItsRecipients() {
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(DUNNO);
        assertThat(metrics.outcomes).containsExactly("full", "mixed-accept");
    }

    @Test
    void aRepeatedRequestHasTheSameAnswer() {
        rcpt("m1", "ivan", 0);
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
    }

    @Test
    void anAcceptedMessageIsForgottenAndARepetitionIsRequestedAgain() {
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "ivan", 1, 900)).isEqualTo(DUNNO);
        assertThat(end("m1", "ivan", 1, 900)).isEqualTo(DUNNO);
        assertThat(requests).containsExactly("ivan 0", "ivan 900", "ivan 900");
    }

    @Test
    void anotherPostfixMayUseTheSameInstance() {
        rcpt("m1", "ivan", 0);
        PolicyRequest other = request(ProtocolState.END_OF_MESSAGE, "m1", "", 5000)
                .policyClient("192.0.2.99")
                .recipientCount(2)
                .build();
        assertThat(decide(other)).isEqualTo(DUNNO);
        assertThat(metrics.outcomes).containsExactly("forgotten");
    }

    @Test
    void aSingleRecipientIsJudgedEvenIfItIsForgotten() {
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
    }

    @Test
    void aLineNamesTheMailboxOfAnAliasAndTheAddressOfAList() {
        lists.put("chef", mailbox("ivan"));
        lists.put("all", new MailboxRoute.Many(List.of(mailbox("ivan"), mailbox("alice")), false));
        rcpt("m1", "chef", 0);
        rcpt("m2", "all", 0);
        assertThat(decisions).extracting(QuotaDecision::key).containsExactly("ivan", "all@example.com");
    }

    @Test
    void withoutTheEndOfMessageCheckNoRequestIsSentThere() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.end-of-message", "false"));
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(DUNNO);
        assertThat(decisions.get(1).reason()).isEqualTo("no check at this stage");
    }

    @Test
    void learntSizesStandInForAMissingOne() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.learn-sizes", "true"));
        for (int size : new int[] {700, 800, 900}) {
            rcpt("m" + size, "ivan", 0);
            assertThat(end("m" + size, "ivan", 1, size)).isEqualTo(DUNNO);
        }
        assertThat(rcpt("m4", "ivan", 0)).isEqualTo(DUNNO);
        assertThat(requests).endsWith("ivan 700");
        assertThat(decisions.get(0).reason()).isEmpty();
        assertThat(decisions.get(6).reason()).isEqualTo("learnt size: 700");
        assertThat(rcpt("m4", "alice", 0)).isEqualTo(DUNNO);
        assertThat(requests).as("of another mailbox nothing is learnt").endsWith("alice 0");
        free.put("ivan", 699L);
        assertThat(rcpt("m5", "ivan", 0)).isEqualTo(FULL);
    }

    @Test
    void aThousandRecipientsAreRememberedAndNoMore() {
        RememberedMessage message = RememberedMessage.NONE;
        for (int i = 0; i <= RememberedMessage.MAX_RECIPIENTS; i++) {
            message = message.with(new RememberedRecipient("u" + i, List.of(), 0, 0));
        }
        assertThat(message.recipients()).hasSize(RememberedMessage.MAX_RECIPIENTS);
        assertThat(message.requests()).isEqualTo(RememberedMessage.MAX_RECIPIENTS + 1);
    }
}
