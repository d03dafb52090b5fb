// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.decision.QuotaDecision;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.quota.cache.QuotaCaches;
import dev.sekisho.quota.cache.TestBoundedCaches;
import dev.sekisho.quota.client.QuotaFailure;
import dev.sekisho.quota.client.QuotaResult;
import dev.sekisho.quota.client.QuotaResultTest;
import dev.sekisho.quota.client.QuotaStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuotaProxyTest {
    private final List<QuotaDecision> decisions = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final CompletableFuture<QuotaResult> hostAnswer = new CompletableFuture<>();
    private final AtomicLong nanoTime = new AtomicLong();
    private final TestBoundedCaches caches = new TestBoundedCaches();
    private MessageConfig messages = MessageConfigs.defaults();

    @Test
    void theMailboxIsRequestedInsteadOfTheRecipient() {
        decide(mailboxOn(MailHostState.UP), atRcpt("Carol+lists@Example.COM", 1000));
        assertThat(requests).containsExactly("mx1 carol@example.com 1000");
    }

    @Test
    void theAnswerFollowsThatOfTheHost() {
        CompletionStage<PolicyAction> stage = decide(mailboxOn(MailHostState.UP), atRcpt("carol@example.com", 1000));
        assertThat(stage.toCompletableFuture()).isNotDone();
        assertThat(decisions).isEmpty();
        hostAnswer.complete(new QuotaResult.Full("Mailbox is full"));
        assertThat(stage.toCompletableFuture()).isCompletedWithValue(PolicyAction.of("552 5.2.2 Mailbox is full"));
    }

    @Test
    void anAnswerThatIsThereAtOnceIsGivenAtOnce() {
        hostAnswer.complete(new QuotaResult.Room());
        assertThat(decide(mailboxOn(MailHostState.UP), atRcpt("carol@example.com", 0))
                        .toCompletableFuture())
                .isCompletedWithValue(PolicyAction.DUNNO);
    }

    @Test
    void aDecisionHasItsRequestAndItsDuration() {
        decide(mailboxOn(MailHostState.UP), atRcpt("Carol@example.com", 1000));
        nanoTime.addAndGet(41_000);
        hostAnswer.complete(new QuotaResult.Unavailable(QuotaFailure.TIMEOUT));
        assertThat(decisions)
                .containsExactly(new QuotaDecision(
                        "unavailable",
                        "carol@example.com",
                        "RCPT",
                        "4b2.65",
                        "192.0.2.7",
                        1000,
                        "mx1",
                        "timeout",
                        41_000));
    }

    @Test
    void aDrainingHostIsQueried() {
        decide(mailboxOn(MailHostState.DRAINING), atRcpt("carol@example.com", 0));
        assertThat(requests).hasSize(1);
    }

    @Test
    void aHostThatIsDownIsNotQueried() {
        assertPassed(mailboxOn(MailHostState.DOWN), "carol@example.com", "mail host mx1 is down");
    }

    @Test
    void aHostWithoutQuotaStatusIsNotQueried() {
        assertPassed(
                new MailboxRoute.NoQuotaHost("carol@example.com"),
                "carol@example.com",
                "mail host has no quota-status");
    }

    @Test
    void anUnknownRecipientIsLeftToPostfix() {
        assertPassed(new MailboxRoute.UnknownRecipient(), "carol@example.com", "unknown recipient");
    }

    @Test
    void aRecipientElsewhereIsLeftToPostfix() {
        assertPassed(new MailboxRoute.NotOurs(), "carol@example.com", "not ours");
    }

    @Test
    void aSendersRewrittenAddressAndALoopPass() {
        assertPassed(new MailboxRoute.SenderRewritten(), "carol@example.com", "sender-rewritten address");
    }

    @Test
    void anAliasLoopIsLeftToPostfix() {
        assertPassed(new MailboxRoute.AliasLoop(), "carol@example.com", "alias loop");
    }

    @Test
    void aListWithAMailboxThatAlwaysHasRoomIsNotRequested() {
        assertPassed(
                new MailboxRoute.Many(List.of((MailboxRoute.Mailbox) mailboxOn(MailHostState.UP)), true),
                "carol@example.com",
                "a mailbox of the list always has room");
    }

    @Test
    void anUnknownRecipientIsRefusedIfItsDomainIsConfiguredSo() {
        assertThat(decide(
                                new MailboxRoute.UnknownRecipient(UnknownRecipientReply.REJECT),
                                atRcpt("unknown@example.com", 0))
                        .toCompletableFuture())
                .isCompletedWithValue(PolicyAction.of("550 5.1.1 No such recipient here"));
        assertThat(decisions).extracting(QuotaDecision::result).containsExactly("unknown");
    }

    @Test
    void theDomainsWordAboutUnknownRecipientsWinsOverTheSettings() {
        messages = MessageConfigs.with("sekisho.quota.unknown-recipient", "reject");
        assertThat(decide(new MailboxRoute.UnknownRecipient(), atRcpt("unknown@example.com", 0))
                        .toCompletableFuture())
                .isCompletedWithValue(PolicyAction.of("550 5.1.1 No such recipient here"));
        assertThat(decide(
                                new MailboxRoute.UnknownRecipient(UnknownRecipientReply.DUNNO),
                                atRcpt("unknown@example.com", 0))
                        .toCompletableFuture())
                .isCompletedWithValue(PolicyAction.DUNNO);
    }

    @Test
    void mailPassesUntilTheDirectoryIsLoaded() {
        QuotaProxy proxy = proxy(recipient -> Optional.empty(), (host, mailbox, sizeBytes, client) -> hostAnswer);
        assertThat(proxy.decide(atRcpt("carol@example.com", 0)).toCompletableFuture())
                .isCompletedWithValue(PolicyAction.DUNNO);
        assertThat(decisions).extracting(QuotaDecision::result).containsExactly("unavailable");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RCPT", "END_OF_MESSAGE"})
    void otherStagesThanRecipientsPassAndLeaveALine(ProtocolState state) {
        PolicyRequest request =
                PolicyRequest.at(state).recipient("carol@example.com").build();
        assertThat(decide(mailboxOn(MailHostState.UP), request).toCompletableFuture())
                .isCompletedWithValue(PolicyAction.DUNNO);
        assertThat(requests).isEmpty();
        assertThat(decisions)
                .singleElement()
                .satisfies(line -> assertThat(line.result()).isEqualTo("skip"))
                .satisfies(line -> assertThat(line.state()).isEqualTo(state.wireName()))
                .satisfies(line -> assertThat(line.reason()).isEqualTo("no check at this stage"));
    }

    private void assertPassed(MailboxRoute route, String key, String reason) {
        assertThat(decide(route, atRcpt("Carol@example.com", 1000)).toCompletableFuture())
                .isCompletedWithValue(PolicyAction.DUNNO);
        assertThat(requests).isEmpty();
        assertThat(decisions)
                .containsExactly(new QuotaDecision("skip", key, "RCPT", "4b2.65", "192.0.2.7", 1000, "", reason, 0));
    }

    private CompletionStage<PolicyAction> decide(MailboxRoute route, PolicyRequest request) {
        QuotaStatus hosts = (host, mailbox, sizeBytes, client) -> {
            requests.add(host.name() + " " + mailbox + " " + sizeBytes);
            return hostAnswer;
        };
        return proxy(recipient -> Optional.of(route), hosts).decide(request);
    }

    private QuotaProxy proxy(Function<String, Optional<MailboxRoute>> routes, QuotaStatus hosts) {
        return new QuotaProxy(
                routes,
                hosts,
                QuotaCaches.open(caches, messages, Clock.systemUTC()),
                QuotaResultTest.config(OverQuotaReply.REFUSE, "", UnknownUserReply.DUNNO),
                messages,
                new CountedDecisions(),
                decision -> decisions.add(decision) ? "" : "lost",
                nanoTime::get);
    }

    @AfterEach
    void close() {
        caches.close();
    }

    private static MailboxRoute mailboxOn(MailHostState state) {
        return new MailboxRoute.Mailbox("carol@example.com", new QuotaHost("mx1", "192.0.2.1", 12340, state));
    }

    private static PolicyRequest atRcpt(String recipient, long sizeBytes) {
        return PolicyRequest.at(ProtocolState.RCPT)
                .recipient(recipient)
                .sizeBytes(sizeBytes)
                .instance("4b2.65")
                .clientAddress("192.0.2.7")
                .build();
    }
}
