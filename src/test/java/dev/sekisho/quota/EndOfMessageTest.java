// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.decision.QuotaDecision;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.quota.cache.QuotaCaches;
import dev.sekisho.quota.cache.RememberedMessage;
import dev.sekisho.quota.cache.RememberedRecipient;
import dev.sekisho.quota.cache.TestBoundedCaches;
import dev.sekisho.quota.client.CoalescingQuotaClient;
import dev.sekisho.quota.client.CountedHosts;
import dev.sekisho.quota.client.QuotaFailure;
import dev.sekisho.quota.client.QuotaResult;
import dev.sekisho.quota.client.QuotaResultTest;
import dev.sekisho.quota.client.QuotaStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole messages at the quota service, before mailboxes with a number of bytes free. */
class EndOfMessageTest {
    private static final String DUNNO = "DUNNO";
    private static final String FULL = "552 5.2.2 Mailbox is full";
    private static final String AGAIN = "452 4.2.2 Not all mailboxes have room for this message: please send it again";
    private static final String ALONE =
            "452 4.5.3 A mailbox is nearly full: please send this message to one recipient at a time";

    private final TestBoundedCaches caches = new TestBoundedCaches();
    private final CountedDecisions metrics = new CountedDecisions();
    private final List<QuotaDecision> decisions = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, Long> free = new HashMap<>(Map.of("heidi", 0L, "ivan", 1000L, "alice", 1_000_000L));
    private final Map<String, MailboxRoute> lists = new HashMap<>();
    private boolean silent;

    /** What each decision line is called. */
    private String reference = "";

    private QuotaProxy proxy = proxy(MessageConfigs.defaults());

    @AfterEach
    void close() {
        caches.close();
    }

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
        assertThat(asked).containsExactly("ivan 0", "ivan 1000");
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
    void aMessageThatIsLetThroughEndsWhatIsKnownOfRoom() {
        proxy = remembering(MessageConfigs.defaults());
        rcpt("m1", "ivan", 600);
        rcpt("m2", "ivan", 500);
        assertThat(asked).as("known since a moment ago").containsExactly("ivan 600");
        end("m2", "ivan", 1, 500);
        rcpt("m3", "ivan", 500);
        assertThat(asked).as("after one that was judged before").containsExactly("ivan 600", "ivan 500");

        end("m3", "ivan", 1, 550);
        rcpt("m4", "ivan", 400);
        assertThat(asked)
                .as("after one that was judged at its end")
                .containsExactly("ivan 600", "ivan 500", "ivan 550", "ivan 400");

        rcpt("m4", "alice", 400);
        end("m4", "", 2, 1001);
        rcpt("m5", "alice", 400);
        assertThat(asked).as("after one that was full for another").endsWith("ivan 1001", "alice 1001", "alice 400");
    }

    @Test
    void aMessageThatIsLetThroughIsForgotten() {
        rcpt("m1", "ivan", 0);
        end("m1", "", 1, 900);
        end("m1", "", 1, 900);
        assertThat(metrics.outcomes).containsExactly("room", "forgotten");
    }

    @Test
    void aRecipientThatNobodyIsAskedAboutIsOneOfTheMessage() {
        lists.put("relay", new MailboxRoute.NoQuotaHost("relay@example.com"));
        rcpt("m1", "relay", 0);
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(DUNNO);
        assertThat(decisions.get(2).reason()).isEqualTo("1 of 2 recipients are full: taken for all");
    }

    @Test
    void aSizeThatWasDeclaredRightlyIsNotAskedAboutAgain() {
        rcpt("m1", "ivan", 600);
        assertThat(end("m1", "ivan", 1, 500)).isEqualTo(DUNNO);
        rcpt("m2", "ivan", 500);
        assertThat(end("m2", "ivan", 1, 500)).isEqualTo(DUNNO);
        assertThat(asked).containsExactly("ivan 600", "ivan 500");
        assertThat(metrics.outcomes).containsExactly("declared", "declared");
        assertThat(metrics.recipients).containsExactly("declared", "declared");
        assertThat(metrics.sizes).containsExactly("600 500", "500 500");
    }

    @Test
    void moreThanDeclaredIsAskedAboutAgain() {
        rcpt("m1", "ivan", 600);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
    }

    @Test
    void aHostThatGaveNoAnswerAtTheRecipientIsAskedAtTheEnd() {
        silent = true;
        assertThat(rcpt("m1", "ivan", 2000)).isEqualTo(DUNNO);
        silent = false;
        assertThat(end("m1", "ivan", 1, 2000)).isEqualTo(FULL);
    }

    @Test
    void aHostThatGivesNoAnswerAtTheEndLetsMailPass() {
        rcpt("m1", "ivan", 0);
        silent = true;
        assertThat(end("m1", "ivan", 1, 2000)).isEqualTo(DUNNO);
        assertThat(metrics.outcomes).containsExactly("unavailable");
        assertThat(decisions.get(1).result()).isEqualTo("unavailable");
    }

    @Test
    void allRecipientsFullIsRefusedForAll() {
        free.put("bob", 1000L);
        rcpt("m1", "ivan", 0);
        rcpt("m1", "bob", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(FULL);
        assertThat(metrics.saved).hasValue(2);
    }

    @Test
    void someFullIsAcceptedByDefault() {
        rcpt("m1", "ivan", 0);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(DUNNO);
        assertThat(metrics.outcomes).containsExactly("mixed-accept");
        assertThat(decisions.get(2).reason()).isEqualTo("1 of 2 recipients are full: taken for all");
    }

    @Test
    void someFullIsRefusedForAllOnDemand() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.mixed", "refuse"));
        rcpt("m1", "ivan", 0);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(FULL);
        assertThat(metrics.outcomes).containsExactly("mixed-refuse");
        assertThat(metrics.saved).hasValue(1);
    }

    @Test
    void retrySplitTellsTheClientOnceAndRefusesTheFullOnesWhenItComesBack() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.mixed", "retry-split"));
        rcpt("m1", "ivan", 0);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(AGAIN);
        assertThat(metrics.saved).hasValue(1);

        assertThat(decide(request(ProtocolState.RCPT, "m4", "ivan", 0)
                        .sender("another@elsewhere.example")
                        .build()))
                .as("of another sender")
                .isEqualTo(DUNNO);
        assertThat(rcpt("m2", "ivan", 0)).isEqualTo(FULL);
        assertThat(rcpt("m2", "ivan", 0)).as("asked again").isEqualTo(FULL);
        assertThat(rcpt("m2", "alice", 0)).isEqualTo(DUNNO);
        assertThat(end("m2", "alice", 1, 1001)).isEqualTo(DUNNO);

        assertThat(rcpt("m3", "ivan", 0)).as("another, smaller message").isEqualTo(DUNNO);
        assertThat(end("m3", "ivan", 1, 900)).isEqualTo(DUNNO);
    }

    @Test
    void aClientThatComesBackWithItsSizeIsTakenAtItsWord() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.mixed", "retry-split"));
        rcpt("m1", "ivan", 0);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(AGAIN);
        assertThat(rcpt("m2", "alice", 1001)).isEqualTo(DUNNO);
        assertThat(decisions.get(3).reason()).isEmpty();
        assertThat(rcpt("m2", "ivan", 500)).isEqualTo(FULL);
        assertThat(decisions.get(4).reason()).isEqualTo("real size of the first attempt: 1001");
    }

    @Test
    void retrySplitDoesNotTellASecondTime() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.mixed", "retry-split"));
        rcpt("m1", "ivan", 0);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(AGAIN);
        free.put("ivan", 5000L);
        rcpt("m2", "ivan", 0);
        rcpt("m2", "alice", 0);
        free.put("ivan", 0L);
        assertThat(end("m2", "", 2, 1002)).isEqualTo(DUNNO);
        assertThat(metrics.outcomes).containsExactly("mixed-retry", "mixed-accept");
    }

    @Test
    void aMessageGivenUpLeavesNothingToTheNext() {
        rcpt("m1", "ivan", 0);
        rcpt("m2", "alice", 0);
        assertThat(end("m2", "alice", 1, 5000)).isEqualTo(DUNNO);
        assertThat(asked).containsExactly("ivan 0", "alice 0", "alice 5000");
    }

    @Test
    void aClientThatGoesOnAfterARefusalIsJudgedWithAllItsRecipients() {
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(DUNNO);
        assertThat(metrics.outcomes).containsExactly("full", "mixed-accept");
    }

    @Test
    void aRepeatedQuestionHasTheSameAnswer() {
        rcpt("m1", "ivan", 0);
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
    }

    @Test
    void anAcceptedMessageIsForgottenAndAskedAboutAgainAllTheSame() {
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "ivan", 1, 900)).isEqualTo(DUNNO);
        assertThat(end("m1", "ivan", 1, 900)).isEqualTo(DUNNO);
        assertThat(asked).containsExactly("ivan 0", "ivan 900", "ivan 900");
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
    void aRecipientThatNobodyRemembersMakesTheRestNotAll() {
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(DUNNO);
        assertThat(metrics.outcomes).containsExactly("mixed-accept");
    }

    @Test
    void aListIsFullOnlyIfEachOfItsMailboxesIs() {
        lists.put("all", new MailboxRoute.Many(List.of(mailbox("ivan"), mailbox("alice")), false));
        rcpt("m1", "all", 0);
        assertThat(end("m1", "all", 1, 1001)).isEqualTo(DUNNO);
        free.put("alice", 10L);
        rcpt("m2", "all", 0);
        assertThat(end("m2", "all", 1, 1001)).isEqualTo(FULL);
        assertThat(asked).contains("ivan 1001", "alice 1001");
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
    void switchedOffTheEndIsNotAskedAbout() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.end-of-message", "false"));
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(DUNNO);
        assertThat(decisions.get(1).reason()).isEqualTo("no check at this stage");
    }

    @Test
    void aNearlyFullMailboxIsServedAloneOnDemand() {
        proxy = proxy(MessageConfigs.with(
                "sekisho.quota.single-recipient", "true", "sekisho.quota.verdict-cache-millis", "0"));
        rcpt("m0", "ivan", 0);
        end("m0", "ivan", 1, 1001);

        assertThat(rcpt("m1", "ivan", 0)).isEqualTo(DUNNO);
        assertThat(rcpt("m1", "alice", 0)).isEqualTo(ALONE);
        assertThat(rcpt("m1", "ivan", 0)).as("the same again").isEqualTo(DUNNO);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
        assertThat(rcpt("m2", "alice", 0)).isEqualTo(DUNNO);
        assertThat(rcpt("m2", "ivan", 0)).isEqualTo(ALONE);
        assertThat(rcpt("m3", "alice", 500)).as("declared").isEqualTo(DUNNO);
        assertThat(rcpt("m3", "ivan", 500)).isEqualTo(DUNNO);
    }

    @Test
    void mailboxesWithRoomAreServedTogether() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.single-recipient", "true"));
        free.put("bob", 100_000_000L);
        free.put("carol", 100_000_000L);
        rcpt("m0", "bob", 0);
        end("m0", "bob", 1, 50_000_000);
        assertThat(rcpt("m1", "bob", 0)).isEqualTo(DUNNO);
        assertThat(rcpt("m1", "carol", 0)).isEqualTo(DUNNO);
    }

    /** Only the members of lists are many questions for one recipient. */
    @Test
    void aMailboxByItselfIsAskedAboutHoweverManyTheListsHave() {
        proxy = proxy(new MessageConfigs.Of()
                .and("sekisho.quota.single-recipient", "true")
                .and("sekisho.quota.verdict-cache-millis", "0")
                .and("sekisho.quota.questions-per-message", "2")
                .config());
        lists.put("two", new MailboxRoute.Many(List.of(mailbox("alice"), mailbox("ivan")), false));
        rcpt("m1", "two", 0);
        rcpt("m1", "alice", 0);
        rcpt("m1", "alice", 0);
        assertThat(asked).containsExactly("alice 0", "ivan 0", "alice 0", "alice 0");
        assertThat(metrics.tooMany).hasValue(0);
    }

    @Test
    void exemptClientsAndSendersMaySendToSeveralAtATime() {
        for (String exempt : List.of("192.0.2.0/24", "elsewhere.example")) {
            proxy = proxy(MessageConfigs.with(
                    "sekisho.quota.single-recipient", "true", "sekisho.quota.single-recipient-exempt", exempt));
            rcpt("m0" + exempt, "ivan", 2000);
            rcpt("m1" + exempt, "ivan", 0);
            assertThat(rcpt("m1" + exempt, "alice", 0)).as(exempt).isEqualTo(DUNNO);
        }
    }

    @Test
    void learntSizesStandInForAMissingOne() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.learn-sizes", "true"));
        for (int size : new int[] {700, 800, 900}) {
            rcpt("m" + size, "ivan", 0);
            assertThat(end("m" + size, "ivan", 1, size)).isEqualTo(DUNNO);
        }
        assertThat(rcpt("m4", "ivan", 0)).isEqualTo(DUNNO);
        assertThat(asked).endsWith("ivan 700");
        assertThat(decisions.get(0).reason()).isEmpty();
        assertThat(decisions.get(6).reason()).isEqualTo("learnt size: 700");
        assertThat(rcpt("m4", "alice", 0)).isEqualTo(DUNNO);
        assertThat(asked).as("of another mailbox nothing is learnt").endsWith("alice 0");
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

    private QuotaProxy proxy(MessageConfig messages) {
        return proxy(messages, messages.verdictsFor().isZero() || messages.singleRecipient());
    }

    /** One that spares questions whose answers it knows. */
    private QuotaProxy remembering(MessageConfig messages) {
        return proxy(messages, true);
    }

    private QuotaProxy proxy(MessageConfig messages, boolean askedOnce) {
        TestBoundedCaches own = new TestBoundedCaches();
        QuotaCaches memory = QuotaCaches.open(own, messages, new SettableClock("2026-11-24T12:00:00Z"));
        QuotaStatus hosts = new CoalescingQuotaClient(
                this::ask, memory.room(), memory.executor(), (host, mailbox) -> {}, new CountedHosts());
        return new QuotaProxy(
                this::route,
                askedOnce ? hosts : this::ask,
                memory,
                QuotaResultTest.config(OverQuotaReply.REFUSE, "", UnknownUserReply.DUNNO),
                messages,
                metrics,
                decision -> decisions.add(decision) ? reference : "lost",
                () -> 0);
    }

    private Optional<MailboxRoute> route(String recipient) {
        String name = recipient.substring(0, recipient.indexOf('@'));
        return Optional.of(lists.getOrDefault(name, mailbox(name)));
    }

    private static MailboxRoute.Mailbox mailbox(String name) {
        return new MailboxRoute.Mailbox(name, new QuotaHost("mx1", "192.0.2.1", 12340, MailHostState.UP));
    }

    private CompletionStage<QuotaResult> ask(QuotaHost host, String mailbox, long sizeBytes, String client) {
        asked.add(mailbox + ' ' + sizeBytes);
        QuotaResult answer = silent
                ? new QuotaResult.Unavailable(QuotaFailure.TIMEOUT)
                : Math.max(1, sizeBytes) <= free.getOrDefault(mailbox, 0L)
                        ? new QuotaResult.Room()
                        : new QuotaResult.Full("Mailbox is full");
        return CompletableFuture.completedFuture(answer);
    }

    private String rcpt(String instance, String name, long declared) {
        return decide(request(ProtocolState.RCPT, instance, name, declared).build());
    }

    private String end(String instance, String name, int recipients, long size) {
        return decide(request(ProtocolState.END_OF_MESSAGE, instance, name, size)
                .recipientCount(recipients)
                .build());
    }

    private static PolicyRequest.Builder request(ProtocolState state, String instance, String name, long size) {
        return PolicyRequest.at(state)
                .policyClient("192.0.2.25")
                .instance(instance)
                .sender("someone@elsewhere.example")
                .recipient(name.isEmpty() ? "" : name + "@example.com")
                .sizeBytes(size)
                .clientAddress("192.0.2.7");
    }

    private String decide(PolicyRequest request) {
        CompletableFuture<?> answer = proxy.decide(request).toCompletableFuture();
        assertThat(answer).isDone();
        return answer.join().toString();
    }
}
