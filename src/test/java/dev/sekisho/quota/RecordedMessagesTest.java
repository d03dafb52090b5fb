// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.Recordings;
import dev.sekisho.quota.cache.QuotaCaches;
import dev.sekisho.quota.cache.TestBoundedCaches;
import dev.sekisho.quota.client.QuotaResult;
import dev.sekisho.quota.client.QuotaResultTest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The quota service with recorded requests of Postfix: several messages in a session, given up, aborted, refused and
 * continued, requested twice and on different connections.
 */
class RecordedMessagesTest {
    private static final PolicyAction FULL = PolicyAction.of("552 5.2.2 Mailbox is full");

    private final TestBoundedCaches caches = new TestBoundedCaches();
    private final List<String> sent = new ArrayList<>();
    private Map<String, Long> free = Map.of();

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void eachMessageOfASessionIsJudgedByItsOwnRecipientsAndSize() {
        free = Map.of("carol@example.com", 700L, "dave@example.com", 999L);
        assertThat(replay(Recordings.requests("postfix-session")))
                .containsExactly(
                        PolicyAction.DUNNO,
                        PolicyAction.DUNNO,
                        FULL,
                        PolicyAction.DUNNO,
                        PolicyAction.DUNNO,
                        PolicyAction.DUNNO);
        assertThat(sent)
                .containsExactly(
                        "carol@example.com 0",
                        "dave@example.com 0",
                        "carol@example.com 1000",
                        "dave@example.com 1000",
                        "erin@example.com 0",
                        "carol@example.com 600");
    }

    @Test
    void aMessageThatFitsOneOfTwoPasses() {
        free = Map.of("carol@example.com", 700L, "dave@example.com", 1000L);
        assertThat(replay(Recordings.requests("postfix-session")).get(2)).isEqualTo(PolicyAction.DUNNO);
    }

    @Test
    void eachRequestSentTwiceHasTheSameAnswers() {
        free = Map.of("carol@example.com", 700L, "dave@example.com", 999L);
        List<PolicyRequest> twice = Recordings.requests("postfix-session").stream()
                .flatMap(request -> List.of(request, request).stream())
                .toList();
        List<PolicyAction> answers = replay(twice);
        for (int i = 0; i < answers.size(); i += 2) {
            assertThat(answers.get(i)).isEqualTo(answers.get(i + 1));
        }
        assertThat(answers.get(5)).isEqualTo(FULL);
    }

    @Test
    void anEndWithoutItsRecipientsPasses() {
        free = Map.of("carol@example.com", 1L);
        assertThat(replay(Recordings.requests("postfix-end-of-message-multi"))).containsOnly(PolicyAction.DUNNO);
    }

    @Test
    void aMessageThatBrokeOffDoesNotCountForTheNext() {
        free = Map.of("carol@example.com", 0L, "dave@example.com", 994L);
        List<PolicyRequest> requests = new ArrayList<>(Recordings.requests("postfix-aborted"));
        assertThat(replay(requests).get(2))
                .as("dave alone, with a full mailbox")
                .isEqualTo(FULL);
        assertThat(sent).doesNotContain("carol@example.com 995");
    }

    @Test
    void aMessageContinuedAfterARefusalIsJudgedByItsNewSize() {
        free = Map.of("carol@example.com", 994L, "dave@example.com", 994L);
        assertThat(replay(Recordings.requests("postfix-goes-on"))).containsExactly(PolicyAction.DUNNO, FULL, FULL);
        assertThat(sent).containsExactly("carol@example.com 0", "carol@example.com 995", "dave@example.com 995");
    }

    @Test
    void requestsWhoseAnswersWereLostGetTheSameAnswers() {
        free = Map.of("carol@example.com", 994L, "dave@example.com", 994L);
        assertThat(replay(Recordings.requests("postfix-repeated")))
                .containsExactly(PolicyAction.DUNNO, PolicyAction.DUNNO, PolicyAction.DUNNO, FULL, FULL);
    }

    /** RCPT came on two connections in turn, the end on a third: the connection does not matter. */
    @Test
    void theEndIsJudgedByTheRecipientsThatCameOnAnotherConnection() {
        free = Map.of("carol@example.com", 994L, "dave@example.com", 994L);
        assertThat(replay(Recordings.requests("postfix-apart")))
                .containsExactly(PolicyAction.DUNNO, PolicyAction.DUNNO, FULL);
    }

    @Test
    void eachOfThreeMessagesOfASessionHasItsOwnRecipients() {
        free = Map.of("carol@example.com", 994L);
        assertThat(replay(Recordings.requests("postfix-two-messages")))
                .containsExactly(
                        PolicyAction.DUNNO,
                        FULL,
                        PolicyAction.DUNNO,
                        PolicyAction.DUNNO,
                        PolicyAction.DUNNO,
                        PolicyAction.DUNNO,
                        PolicyAction.DUNNO);
    }

    private List<PolicyAction> replay(List<PolicyRequest> requests) {
        MessageConfig messages = MessageConfigs.defaults();
        QuotaProxy proxy = new QuotaProxy(
                recipient -> Optional.of(new MailboxRoute.Mailbox(
                        recipient, new QuotaHost("mx1", "192.0.2.1", 12340, MailHostState.UP))),
                (host, mailbox, sizeBytes, client) -> {
                    sent.add(mailbox + ' ' + sizeBytes);
                    return CompletableFuture.completedFuture(
                            sizeBytes <= free.getOrDefault(mailbox, Long.MAX_VALUE)
                                    ? new QuotaResult.Room()
                                    : new QuotaResult.Full("Mailbox is full"));
                },
                QuotaCaches.open(caches, messages, Clock.systemUTC()),
                QuotaResultTest.config(OverQuotaReply.REFUSE, "", UnknownUserReply.DUNNO),
                messages,
                new CountedDecisions(),
                decision -> "",
                System::nanoTime);
        return requests.stream()
                .map(request -> proxy.decide(request).toCompletableFuture().join())
                .toList();
    }
}
