// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.RemoteStoreExecutor;
import dev.sekisho.decision.RecordedDecisions;
import dev.sekisho.decision.SendDecision;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyDecoder;
import dev.sekisho.policy.PolicyLimits;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.sendlimit.activity.SenderActivity;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.sendlimit.counter.TestCaches;
import dev.sekisho.sendlimit.counter.UnownedCounters;
import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendLimitPolicyTest {
    private static final String CAROL = "carol@example.com";
    private static final String ALICE = "alice@example.org";

    private final CacheFactory caches = TestCaches.open();
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final SendCounters counters = new SendCounters(caches, directory, clock, event -> {});
    private final RecordedDecisions log = new RecordedDecisions();
    private final SenderActivity activity = new SenderActivity(clock);
    private final SendLimitPolicy policy = new SendLimitPolicy(
            directory,
            counters,
            new SendBlocks(directory, new TestSendBlocks(), clock),
            SendLimitConfig.read(new Settings(new TestConfig(Map.of()))),
            log,
            activity,
            RemoteStoreExecutor.direct(),
            clock);

    @BeforeEach
    void load() {
        counters.restored();
    }

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void ofAWholeRecordedSessionOnlyTheEndOfTheMessageCounts() throws Exception {
        directory.put(CAROL, "100/1h");
        List<PolicyRequest> requests = recording("postfix-submission-all-stages");
        for (PolicyRequest request : requests) {
            assertThat(used(CAROL)).as(request.toString()).isZero();
            assertThat(policy.decide(request)).isEqualTo(PolicyAction.DUNNO);
        }
        int recipients = requests.get(requests.size() - 1).recipientCount();
        assertThat(recipients).isPositive();
        assertThat(used(CAROL)).isEqualTo(recipients);
        assertThat(log.all()).hasSameSizeAs(requests);
    }

    @Test
    void aRecordedMessageToSeveralCostsAsMany() throws Exception {
        directory.put(CAROL, "100/1h");
        decideAll("postfix-submission-end-of-message-multi");
        assertThat(used(CAROL)).isEqualTo(3);
        decideAll("postfix-submission-end-of-message");
        assertThat(used(CAROL)).isEqualTo(4);
    }

    @Test
    void recordedRecipientsAreReservedAndNotCounted() throws Exception {
        directory.put(CAROL, "100/1h");
        assertThat(decideAll("postfix-submission-rcpt")).containsOnly(PolicyAction.DUNNO);
        assertThat(used(CAROL)).isZero();
        assertThat(counters.usage(CAROL).get(0).reserved()).isPositive();
    }

    @Test
    void recordedMailWithoutALoginPasses() throws Exception {
        for (String name : List.of("postfix-session", "postfix-rcpt-bounce", "postfix-end-of-message-multi")) {
            assertThat(decideAll(name)).containsOnly(PolicyAction.DUNNO);
        }
        assertThat(log.all())
                .allSatisfy(each -> assertThat(((SendDecision) each).reason()).isEqualTo("no login"))
                .allSatisfy(each -> assertThat(each.result()).isEqualTo("dunno"));
    }

    @Test
    void theLoginWithAPlusPaysItself() throws Exception {
        directory.put("carol+2026@example.com", "100/1h");
        decideAll("postfix-submission-name-plus");
        assertThat(log.last().key()).isEqualTo("carol+2026@example.com");
    }

    @Test
    void aSpentLimitDefersAtEachStageFromMailOn() {
        directory.put(ALICE, "2/1h");
        assertThat(policy.decide(endOfMessage("m1", 2))).isEqualTo(PolicyAction.DUNNO);
        for (ProtocolState state : List.of(ProtocolState.MAIL, ProtocolState.RCPT, ProtocolState.DATA)) {
            PolicyRequest request = PolicyRequest.at(state).saslUsername(ALICE).build();
            assertThat(policy.decide(request).text())
                    .as(state.wireName())
                    .isEqualTo("450 4.7.1 Send limit of 2 recipients in 1h reached, 2 used; next possible"
                            + " 2026-03-01T10:02:00Z (ref 7hk4n2xd)");
            assertThat(((SendDecision) log.last()).release())
                    .as("the explanation has the text that the sender got")
                    .isEqualTo("2026-03-01T10:02:00Z");
        }
        assertThat(policy.decide(endOfMessage("m2", 1)).text()).startsWith("450 4.7.1 ");
        assertThat(used(ALICE)).isEqualTo(2);
    }

    @Test
    void dataIsDeferredWhenItsRecipientsDoNotFit() {
        directory.put(ALICE, "2/1h");
        assertThat(policy.decide(data(2))).isEqualTo(PolicyAction.DUNNO);
        assertThat(policy.decide(data(3)).text()).startsWith("450 4.7.1 ").contains("with fewer recipients");
        assertThat(((SendDecision) log.last()).release()).isEqualTo("with fewer recipients");
    }

    @Test
    void theStagesBeforeMailPassEvenWhenTheLimitIsSpent() {
        directory.put(ALICE, "1/1h");
        policy.decide(endOfMessage("m1", 1));
        for (ProtocolState state :
                List.of(ProtocolState.CONNECT, ProtocolState.EHLO, ProtocolState.VRFY, ProtocolState.OTHER)) {
            PolicyRequest request = PolicyRequest.at(state).saslUsername(ALICE).build();
            assertThat(policy.decide(request)).as(state.wireName()).isEqualTo(PolicyAction.DUNNO);
            assertThat(((SendDecision) log.last()).reason()).isEqualTo("nothing to count");
        }
    }

    @Test
    void atDataTheWholeMessageIsReservedAndAtRecipientsOneEach() {
        directory.put(ALICE, "10/1h");
        for (String recipient : List.of("a@example.com", "b@example.com")) {
            policy.decide(PolicyRequest.at(ProtocolState.RCPT)
                    .saslUsername(ALICE)
                    .instance("m1")
                    .recipient(recipient)
                    .build());
        }
        assertThat(counters.usage(ALICE).get(0).reserved()).isEqualTo(2);
        policy.decide(PolicyRequest.at(ProtocolState.DATA)
                .saslUsername(ALICE)
                .instance("m2")
                .recipientCount(4)
                .build());
        assertThat(counters.usage(ALICE).get(0).reserved()).isEqualTo(6);
    }

    /** Without an instance, later requests cannot be matched to the same message. */
    @Test
    void aRequestWithoutAnInstanceReservesNothing() {
        directory.put(ALICE, "10/1h");
        assertThat(policy.decide(data(3))).isEqualTo(PolicyAction.DUNNO);
        assertThat(counters.usage(ALICE).get(0).reserved()).isZero();
    }

    @Test
    void aLimitThatRejectsAnswersForGood() {
        directory.put(ALICE, "2/1h reject");
        assertThat(policy.decide(endOfMessage("m1", 3)).text()).startsWith("550 5.7.1 ");
        assertThat(log.last().result()).isEqualTo("reject");
        directory.put(ALICE, "2/1h");
        assertThat(policy.decide(endOfMessage("m2", 3)).text()).startsWith("450 4.7.1 ");
        assertThat(log.last().result()).isEqualTo("defer");
    }

    @Test
    void anotherSizeOrCountUnderTheSameInstanceIsAnotherMessage() {
        directory.put(ALICE, "100/1h");
        policy.decide(endOfMessage("m1", 3));
        policy.decide(endOfMessage("m1", 4));
        policy.decide(PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                .policyClient("192.0.2.1")
                .instance("m1")
                .queueId("4QZ1")
                .saslUsername(ALICE)
                .recipientCount(3)
                .sizeBytes(1001)
                .build());
        assertThat(used(ALICE)).isEqualTo(10);
    }

    @Test
    void aLoginWithoutAnAccountThatHasNoRoomForACounterIsNotCounted() {
        for (int i = 0; i < UnownedCounters.MOST; i++) {
            counters.admits(new Sender("made-up" + i, false, true, SendLimits.UNLIMITED));
        }
        directory.put(new Sender("one-more", false, true, SendLimits.parse("1/1h")));
        for (int i = 0; i < 3; i++) {
            assertThat(policy.decide(PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                            .saslUsername("one-more")
                            .instance("m" + i)
                            .recipientCount(1)
                            .build()))
                    .isEqualTo(PolicyAction.DUNNO);
        }
        directory.put(ALICE, "1/1h");
        policy.decide(endOfMessage("a1", 1));
        assertThat(policy.decide(endOfMessage("a2", 1)).text())
                .as("an account has room")
                .startsWith("450 ");
    }

    /** No request thread waits for the network, and a message without a limit causes no remote request. */
    @Test
    void remoteCountersAreQueriedByOtherThreadsWithinATimeLimit() throws Exception {
        CountDownLatch reachable = new CountDownLatch(1);
        AtomicLong nanos = new AtomicLong();
        directory.put(ALICE, "2/1h");
        try (RemoteStoreExecutor store = RemoteStoreExecutor.bounded(
                "send-limit", 1, 10, Duration.ofSeconds(1), work -> waiting(reachable, work), nanos::get)) {
            SendLimitPolicy remote = new SendLimitPolicy(
                    directory,
                    counters,
                    new SendBlocks(directory, new TestSendBlocks(), clock),
                    SendLimitConfig.read(new Settings(new TestConfig(Map.of()))),
                    log,
                    activity,
                    store,
                    clock);
            remote.open();
            assertThat(remote.answer(PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                                    .saslUsername("unlimited@example.org")
                                    .recipientCount(1)
                                    .build())
                            .toCompletableFuture())
                    .isCompletedWithValue(PolicyAction.DUNNO);

            CompletableFuture<PolicyAction> late =
                    remote.answer(recipient("m1", 5)).toCompletableFuture();
            assertThat(late).isNotDone();
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            store.sweep();
            assertThat(late).isCompletedWithValue(PolicyAction.DUNNO);
            assertThat(log.last().result()).isEqualTo("unavailable");
            assertThat(((SendDecision) log.last()).reason()).isEqualTo("counters do not answer");

            CompletableFuture<PolicyAction> inTime =
                    remote.answer(recipient("m2", 6)).toCompletableFuture();
            reachable.countDown();
            assertThat(inTime).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(PolicyAction.DUNNO);
            assertThat(log.last().result()).isEqualTo("dunno");
            assertThat(counters.usage(ALICE).get(0).reserved()).isEqualTo(1);
            remote.connectionClosed(6);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> counters.usage(ALICE).get(0).reserved() == 0);
        }
    }

    private static Thread waiting(CountDownLatch reachable, Runnable work) {
        return new Thread(() -> {
            try {
                reachable.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            work.run();
        });
    }

    private static PolicyRequest recipient(String instance, long connection) {
        return PolicyRequest.at(ProtocolState.RCPT)
                .saslUsername(ALICE)
                .instance(instance)
                .recipient("a@example.com")
                .connection(connection)
                .build();
    }

    @Test
    void aMessageWithoutACountOfRecipientsCostsOne() {
        directory.put(ALICE, "2/1h");
        policy.decide(endOfMessage("m1", 0));
        assertThat(used(ALICE)).isEqualTo(1);
    }

    @Test
    void theSameRequestFromTheSamePostfixIsCountedOnce() {
        directory.put(ALICE, "100/1h");
        policy.decide(endOfMessage("m1", 3));
        assertThat(policy.decide(endOfMessage("m1", 3))).isEqualTo(PolicyAction.DUNNO);
        assertThat(log.last().result()).isEqualTo("repeat");
        assertThat(used(ALICE)).isEqualTo(3);
    }

    @Test
    void aRepeatedRequestPassesEvenWhenTheLimitIsSpentMeanwhile() {
        directory.put(ALICE, "3/1h");
        policy.decide(endOfMessage("m1", 3));
        assertThat(policy.decide(endOfMessage("m1", 3))).isEqualTo(PolicyAction.DUNNO);
    }

    @Test
    void theSameInstanceOfAnotherPostfixIsAnotherMessage() {
        directory.put(ALICE, "100/1h");
        policy.decide(endOfMessage("m1", 3));
        policy.decide(PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                .policyClient("192.0.2.2")
                .instance("m1")
                .saslUsername(ALICE)
                .recipientCount(3)
                .build());
        assertThat(used(ALICE)).isEqualTo(6);
    }

    @Test
    void aClientThatContinuesAfterARefusalIsCountedUnderTheSameInstance() {
        directory.put(ALICE, "3/1h");
        policy.decide(endOfMessage("m0", 2));
        assertThat(policy.decide(endOfMessage("m1", 2)).text()).startsWith("450 ");
        assertThat(policy.decide(endOfMessage("m1", 1))).isEqualTo(PolicyAction.DUNNO);
        assertThat(used(ALICE)).isEqualTo(3);
    }

    @Test
    void theCanonicalAccountPaysForAnyCaseOfTheLogin() {
        directory.put(ALICE, "100/1h");
        policy.decide(PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                .saslUsername("Alice@Example.ORG")
                .recipientCount(2)
                .build());
        assertThat(used(ALICE)).isEqualTo(2);
        assertThat(log.last().key()).isEqualTo(ALICE);
    }

    @Test
    void aSendBlockedAccountIsRefusedForGood() {
        directory.put(ALICE, false, "unlimited");
        assertThat(policy.decide(endOfMessage("m1", 1)).text()).startsWith("550 5.7.1 ");
        assertThat(log.last().result()).isEqualTo("send-blocked");
    }

    @Test
    void withoutADirectoryMailFlowsAsUnavailable() {
        directory.setLoaded(false);
        assertThat(policy.decide(endOfMessage("m1", 1))).isEqualTo(PolicyAction.DUNNO);
        assertThat(log.last().result()).isEqualTo("unavailable");
    }

    @Test
    void withoutCountersMailFlowsAsUnavailableAndIsNotCounted() {
        try (CacheFactory others = TestCaches.open()) {
            SendCounters unloaded = new SendCounters(others, directory, clock, event -> {});
            directory.put(ALICE, "1/1h");
            SendLimitPolicy early = new SendLimitPolicy(
                    directory,
                    unloaded,
                    new SendBlocks(directory, new TestSendBlocks(), clock),
                    SendLimitConfig.read(new Settings(new TestConfig(Map.of()))),
                    log,
                    activity,
                    RemoteStoreExecutor.direct(),
                    clock);
            for (int i = 0; i < 3; i++) {
                assertThat(early.decide(endOfMessage("m" + i, 1))).isEqualTo(PolicyAction.DUNNO);
            }
            assertThat(log.last().result()).isEqualTo("unavailable");
            assertThat(unloaded.usage(ALICE).get(0).used()).isZero();
        }
    }

    @Test
    void theDecisionHasTheLimitAndItsUse() {
        directory.put(ALICE, "100/1h, 1000/1d");
        policy.decide(endOfMessage("4b2.65", 7));
        SendDecision decision = (SendDecision) log.last();
        assertThat(decision)
                .usingRecursiveComparison()
                .ignoringFields("tookNanos")
                .isEqualTo(new SendDecision(
                        "dunno", "100/1h", ALICE, "END-OF-MESSAGE", "4b2.65", "192.0.2.7", 7, 7, 100, "", "", 0));
    }

    @Test
    void aRequestBeforeTheStartIsCompleteWaitsForIt() {
        directory.put(ALICE, "1/1h");
        CompletableFuture<PolicyAction> answer =
                policy.answer(endOfMessage("m1", 1)).toCompletableFuture();
        assertThat(answer).isNotDone();
        assertThat(log.all()).isEmpty();
        policy.open();
        assertThat(answer).isCompletedWithValue(PolicyAction.DUNNO);
        assertThat(policy.answer(endOfMessage("m2", 1)).toCompletableFuture()).isCompleted();
    }

    private long used(String account) {
        return counters.usage(account).get(0).used();
    }

    private static PolicyRequest data(int recipients) {
        return PolicyRequest.at(ProtocolState.DATA)
                .saslUsername(ALICE)
                .recipientCount(recipients)
                .build();
    }

    private static PolicyRequest endOfMessage(String instance, int recipients) {
        return PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                .policyClient("192.0.2.1")
                .clientAddress("192.0.2.7")
                .instance(instance)
                .queueId("4QZ1")
                .saslUsername(ALICE)
                .recipientCount(recipients)
                .sizeBytes(1000)
                .build();
    }

    private List<PolicyAction> decideAll(String name) throws Exception {
        List<PolicyAction> actions = new ArrayList<>();
        for (PolicyRequest request : recording(name)) {
            actions.add(policy.decide(request));
        }
        return actions;
    }

    private static List<PolicyRequest> recording(String name) throws Exception {
        List<PolicyRequest> requests = new ArrayList<>();
        try (InputStream in = SendLimitPolicyTest.class.getResourceAsStream("/wire/" + name + ".policy")) {
            ByteBuffer bytes = ByteBuffer.wrap(Objects.requireNonNull(in, name).readAllBytes());
            PolicyDecoder decoder = new PolicyDecoder("192.0.2.1", new PolicyLimits(65_536, 8192, 200));
            Optional<PolicyRequest> request = decoder.decode(bytes);
            while (request.isPresent()) {
                requests.add(request.get());
                request = decoder.decode(bytes);
            }
        }
        return requests;
    }
}
