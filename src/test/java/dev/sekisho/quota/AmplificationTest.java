// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.decision.QuotaDecision;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.quota.cache.EnvelopeAddress;
import dev.sekisho.quota.cache.QuotaCaches;
import dev.sekisho.quota.cache.TestBoundedCaches;
import dev.sekisho.quota.client.CoalescingQuotaClient;
import dev.sekisho.quota.client.QuotaFailure;
import dev.sekisho.quota.client.QuotaResult;
import dev.sekisho.quota.client.QuotaStatusClient;
import dev.sekisho.quota.client.QuotaStatusPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one client can cause with one recipient: lists, address extensions and other ways to write the same address. */
class AmplificationTest extends QuotaRequests {
    private static final QuotaHost MX1 = new QuotaHost("mx1", "192.0.2.1", 12340, MailHostState.UP);

    private final TestBoundedCaches caches = new TestBoundedCaches();
    private final CountedDecisions service = new CountedDecisions();
    private final List<QuotaDecision> decisions = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final Map<String, MailboxRoute> routes = Map.of(
            "all", list(300, "member"),
            "team", list(60, "colleague"),
            "sales", list(60, "seller"),
            "two", new MailboxRoute.Many(List.of(mailbox("heidi"), mailbox("ivan")), false));
    private QuotaResult answer = new QuotaResult.Room();

    @Test
    void aListOfHundredsOfMailboxesCausesNoRequest() {
        QuotaProxy proxy = proxy(MessageConfigs.defaults());
        assertThat(rcpt(proxy, "all@example.com", 0)).isEqualTo(PolicyAction.DUNNO);
        assertThat(requests).isEmpty();
        assertThat(service.tooMany).hasValue(1);
        assertThat(decisions.get(0).result()).isEqualTo("unavailable");
        assertThat(decisions.get(0).reason()).isEqualTo("too many mailboxes");
        assertThat(end(proxy, "", 1, 5000)).isEqualTo(PolicyAction.DUNNO);
        assertThat(requests).isEmpty();
    }

    @Test
    void theListsOfAMessageAreBoundedTogether() {
        QuotaProxy proxy = proxy(MessageConfigs.with("sekisho.quota.requests-per-message", "120"));
        rcpt(proxy, "team@example.com", 0);
        rcpt(proxy, "sales@example.com", 0);
        assertThat(requests).hasSize(120);
        rcpt(proxy, "two@example.com", 0);
        assertThat(requests).hasSize(120);
        assertThat(service.tooMany).hasValue(1);
    }

    @Test
    void aListIsRequestedOnceAMessageHoweverItIsWritten() {
        QuotaProxy proxy = proxy(MessageConfigs.defaults());
        for (String each : List.of("two", "two+1", "TWO+2", "two+3")) {
            rcpt(proxy, each + "@example.com", 0);
        }
        rcpt(proxy, "two@example.com.", 0);
        assertThat(requests).containsExactly("heidi 0", "ivan 0");
        end(proxy, "", 5, 700);
        assertThat(requests).containsExactly("heidi 0", "ivan 0", "heidi 700", "ivan 700");
    }

    /** A single mailbox costs one request, as it would without the message. */
    @Test
    void singleMailboxesDoNotUseTheBudgetOfTheLists() {
        QuotaProxy proxy = proxy(MessageConfigs.with("sekisho.quota.requests-per-message", "2"));
        for (String each : List.of("a", "b", "c")) {
            rcpt(proxy, each + "@example.com", 0);
        }
        rcpt(proxy, "two@example.com", 0);
        assertThat(requests).containsExactly("a 0", "b 0", "c 0", "heidi 0", "ivan 0");
        assertThat(service.tooMany).hasValue(0);
    }

    @Test
    void aMailboxThatWasRequestedAlreadyCostsNoFurtherRequest() {
        QuotaProxy proxy = proxy(MessageConfigs.with("sekisho.quota.requests-per-message", "2"));
        for (String each : List.of("heidi", "ivan", "two")) {
            rcpt(proxy, each + "@example.com", 0);
        }
        requests.clear();
        assertThat(end(proxy, "", 3, 900)).isEqualTo(PolicyAction.DUNNO);
        assertThat(requests).containsExactly("heidi 900", "ivan 900");
        assertThat(service.tooMany).hasValue(0);
    }

    @Test
    void aListIsRequestedAgainForALargerMessage() {
        QuotaProxy proxy = proxy(MessageConfigs.defaults());
        rcpt(proxy, "two@example.com", 100);
        rcpt(proxy, "two@example.com", 200);
        assertThat(requests).containsExactly("heidi 100", "ivan 100", "heidi 200", "ivan 200");
    }

    @Test
    void aMailboxOfSeveralRecipientsIsRequestedOnceAtTheEnd() {
        QuotaProxy proxy = proxy(MessageConfigs.defaults());
        rcpt(proxy, "two@example.com", 0);
        rcpt(proxy, "ivan+1@example.com", 0);
        rcpt(proxy, "Ivan+2@example.com", 0);
        requests.clear();
        answer = new QuotaResult.Full("Mailbox is full");
        assertThat(end(proxy, "", 3, 900).text()).startsWith("552 ");
        assertThat(requests).containsExactly("heidi 900", "ivan 900");
        assertThat(service.saved).hasValue(2);
    }

    @Test
    void mailboxesWithinTheBoundAreRequestedAtTheEndAndTheOthersPass() {
        QuotaProxy proxy = proxy(MessageConfigs.with("sekisho.quota.requests-per-message", "3"));
        for (String each : List.of("a", "b", "c", "d")) {
            rcpt(proxy, each + "@example.com", 0);
        }
        requests.clear();
        answer = new QuotaResult.Full("Mailbox is full");
        assertThat(end(proxy, "", 4, 900)).isEqualTo(PolicyAction.DUNNO);
        assertThat(requests).containsExactly("a 900", "b 900", "c 900");
        assertThat(service.tooMany).hasValue(1);
        assertThat(service.outcomes).containsExactly("mixed-accept");
    }

    @Test
    void theEndIsUnavailableWhereOnlyTheTooManyAreLeft() {
        QuotaProxy proxy = proxy(MessageConfigs.with("sekisho.quota.requests-per-message", "1"));
        rcpt(proxy, "a@example.com", 0);
        rcpt(proxy, "b@example.com", 0);
        assertThat(end(proxy, "", 2, 900)).isEqualTo(PolicyAction.DUNNO);
        assertThat(service.outcomes).containsExactly("unavailable");
        assertThat(decisions.get(2).reason()).isEqualTo("too many mailboxes");
    }

    @Test
    void aDotAtTheEndAndCapitalsMakeNoOtherRecipient() {
        QuotaProxy proxy = proxy(MessageConfigs.defaults());
        answer = new QuotaResult.Full("Mailbox is full");
        assertThat(EnvelopeAddress.canonical("Ivan@Example.COM.")).isEqualTo("ivan@example.com");
        assertThat(EnvelopeAddress.canonical("ivan.")).isEqualTo("ivan.");
        assertThat(EnvelopeAddress.canonical("")).isEmpty();
        assertThat(EnvelopeAddress.canonical(".")).isEqualTo(".");
        assertThat(EnvelopeAddress.domain("ivan@example.com.")).isEqualTo("example.com");
        answer = new QuotaResult.Room();
        rcpt(proxy, "ivan@example.com", 0);
        answer = new QuotaResult.Full("Mailbox is full");
        assertThat(end(proxy, "ivan@example.com.", 1, 900).text()).startsWith("552 ");
    }

    @Test
    void aFailureOfAnyKindIsAnAnswer() {
        QuotaProxy proxy = new QuotaProxy(
                recipient -> {
                    throw new StackOverflowError("as the test wants");
                },
                this::request,
                QuotaCaches.open(caches, MessageConfigs.defaults(), new SettableClock("2026-11-24T12:00:00Z")),
                config(1, 256),
                MessageConfigs.defaults(),
                service,
                decision -> "",
                () -> 0);
        assertThat(rcpt(proxy, "ivan@example.com", 0)).isEqualTo(PolicyAction.DUNNO);
        assertThat(codes()).containsExactly("SKS0415E");
    }

    @Test
    void aBusyCacheLetsMailPassAndIsNotAFailure() {
        QuotaCaches memory =
                QuotaCaches.open(caches, MessageConfigs.defaults(), new SettableClock("2026-11-24T12:00:00Z"));
        QuotaCaches busy = new QuotaCaches(
                memory.messages(), memory.splits(), memory.sizes(), memory.room(), memory.failures(), work -> {
                    throw new RejectedExecutionException("as the test wants");
                });
        QuotaProxy proxy = new QuotaProxy(
                this::route,
                this::request,
                busy,
                config(1, 256),
                MessageConfigs.defaults(),
                service,
                each -> decisions.add(each) ? "" : "lost",
                () -> 0);
        assertThat(rcpt(proxy, "ivan@example.com", 0)).isEqualTo(PolicyAction.DUNNO);
        assertThat(decisions.get(0).result()).isEqualTo("unavailable");
        assertThat(decisions.get(0).reason()).isEqualTo("caches busy");
        assertThat(codes()).isEmpty();
    }

    @Test
    void aFailedRequestIsNotUnderWayForEver() {
        QuotaCaches memory =
                QuotaCaches.open(caches, MessageConfigs.defaults(), new SettableClock("2026-11-24T12:00:00Z"));
        CoalescingQuotaClient once = new CoalescingQuotaClient(
                (host, mailbox, size, client) -> {
                    requests.add(mailbox);
                    throw new StackOverflowError("as the test wants");
                },
                memory.room(),
                memory.executor(),
                (host, mailbox) -> {},
                metrics);
        assertThat(once.request(MX1, "ivan", 1, "").toCompletableFuture()).isCompletedExceptionally();
        assertThat(once.request(MX1, "ivan", 1, "").toCompletableFuture()).isCompletedExceptionally();
        assertThat(requests).hasSize(2);
    }

    @Test
    void aClientThatFillsTheQueueOfAHostDoesNotBlockOthers() throws Exception {
        BlockingQueue<QuotaStatusPeer.Wire> held = new LinkedBlockingQueue<>();
        QuotaStatusPeer peer = peer((wire, request) -> held.add(wire));
        QuotaStatusClient client = client(config(1, 256));
        List<CompletableFuture<QuotaResult>> flood = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            flood.add(client.request(at(peer), "member" + i + "@example.com", 0, "c60002")
                    .toCompletableFuture());
        }
        assertThat(flood.stream().filter(CompletableFuture::isDone)).hasSize(300 - 257);
        CompletableFuture<QuotaResult> other =
                client.request(at(peer), "carol@example.com", 0, "cb0071").toCompletableFuture();
        assertThat(other).as("not BUSY").isNotDone();
        assertThat(flood.get(256))
                .as("the newest of the flood makes room for it")
                .isCompletedWithValue(unavailable(QuotaFailure.BUSY));
        assertThat(flood.stream().filter(CompletableFuture::isDone)).hasSize(300 - 256);
        // The first request under way, one turn of the flood, then the other client's.
        for (int i = 0; i < 3; i++) {
            answerNext(held);
        }
        assertThat(answer(other)).isEqualTo(new QuotaResult.Room());
        assertThat(flood.stream().filter(each -> !each.isDone()).count()).isGreaterThan(200);
    }

    private static void answerNext(BlockingQueue<QuotaStatusPeer.Wire> held) throws IOException, InterruptedException {
        QuotaStatusPeer.Wire wire = held.poll(10, TimeUnit.SECONDS);
        assertThat(wire).isNotNull();
        wire.send(QuotaStatusPeer.ROOM);
    }

    private QuotaProxy proxy(MessageConfig messages) {
        QuotaCaches memory = QuotaCaches.open(caches, messages, new SettableClock("2026-11-24T12:00:00Z"));
        return new QuotaProxy(
                this::route,
                this::request,
                memory,
                config(1, 256),
                messages,
                service,
                each -> decisions.add(each) ? "" : "lost",
                () -> 0);
    }

    private Optional<MailboxRoute> route(String recipient) {
        String name = EnvelopeAddress.canonical(recipient).replaceAll("[+@].*", "");
        return Optional.of(routes.getOrDefault(name, mailbox(name)));
    }

    private CompletionStage<QuotaResult> request(QuotaHost host, String mailbox, long sizeBytes, String client) {
        requests.add(mailbox + ' ' + sizeBytes);
        return CompletableFuture.completedFuture(answer);
    }

    private static MailboxRoute list(int members, String name) {
        return new MailboxRoute.Many(
                IntStream.range(0, members).mapToObj(i -> mailbox(name + i)).toList(), false);
    }

    private static MailboxRoute.Mailbox mailbox(String name) {
        return new MailboxRoute.Mailbox(name, MX1);
    }

    private static PolicyAction rcpt(QuotaProxy proxy, String recipient, long size) {
        return decide(
                proxy, PolicyRequest.at(ProtocolState.RCPT).recipient(recipient).sizeBytes(size));
    }

    private static PolicyAction end(QuotaProxy proxy, String recipient, int recipients, long size) {
        return decide(
                proxy,
                PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                        .recipient(recipient)
                        .recipientCount(recipients)
                        .sizeBytes(size));
    }

    private static PolicyAction decide(QuotaProxy proxy, PolicyRequest.Builder request) {
        return proxy.decide(request.policyClient("192.0.2.25")
                        .instance("m1")
                        .clientAddress("198.51.100.7")
                        .build())
                .toCompletableFuture()
                .join();
    }
}
