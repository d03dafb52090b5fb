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

/** Whole messages at the quota service, before mailboxes with a number of bytes free. */
abstract class QuotaScenario {
    static final String DUNNO = "DUNNO";
    static final String FULL = "552 5.2.2 Mailbox is full";
    static final String AGAIN = "452 4.2.2 Not all mailboxes have room for this message: please send it again";
    static final String ALONE =
            "452 4.5.3 A mailbox is nearly full: please send this message to one recipient at a time";

    final TestBoundedCaches caches = new TestBoundedCaches();
    final CountedDecisions metrics = new CountedDecisions();
    final List<QuotaDecision> decisions = new ArrayList<>();
    final List<String> requests = new ArrayList<>();
    final Map<String, Long> free = new HashMap<>(Map.of("heidi", 0L, "ivan", 1000L, "alice", 1_000_000L));
    final Map<String, MailboxRoute> lists = new HashMap<>();
    boolean silent;

    /** The reference of each decision line. */
    String reference = "";

    QuotaProxy proxy = proxy(MessageConfigs.defaults());

    @AfterEach
    void close() {
        caches.close();
    }

    QuotaProxy proxy(MessageConfig messages) {
        return proxy(messages, messages.verdictsFor().isZero() || messages.singleRecipient());
    }

    QuotaProxy proxy(MessageConfig messages, boolean coalescing) {
        TestBoundedCaches own = new TestBoundedCaches();
        QuotaCaches memory = QuotaCaches.open(own, messages, new SettableClock("2026-11-24T12:00:00Z"));
        QuotaStatus hosts = new CoalescingQuotaClient(
                this::request, memory.room(), memory.executor(), (host, mailbox) -> {}, new CountedHosts());
        return new QuotaProxy(
                this::route,
                coalescing ? hosts : this::request,
                memory,
                QuotaResultTest.config(OverQuotaReply.REFUSE, "", UnknownUserReply.DUNNO),
                messages,
                metrics,
                decision -> decisions.add(decision) ? reference : "lost",
                () -> 0);
    }

    /** A proxy that does not repeat requests whose answers it has cached. */
    QuotaProxy remembering(MessageConfig messages) {
        return proxy(messages, true);
    }

    Optional<MailboxRoute> route(String recipient) {
        String name = recipient.substring(0, recipient.indexOf('@'));
        return Optional.of(lists.getOrDefault(name, mailbox(name)));
    }

    static MailboxRoute.Mailbox mailbox(String name) {
        return new MailboxRoute.Mailbox(name, new QuotaHost("mx1", "192.0.2.1", 12340, MailHostState.UP));
    }

    CompletionStage<QuotaResult> request(QuotaHost host, String mailbox, long sizeBytes, String client) {
        requests.add(mailbox + ' ' + sizeBytes);
        QuotaResult answer = silent
                ? new QuotaResult.Unavailable(QuotaFailure.TIMEOUT)
                : Math.max(1, sizeBytes) <= free.getOrDefault(mailbox, 0L)
                        ? new QuotaResult.Room()
                        : new QuotaResult.Full("Mailbox is full");
        return CompletableFuture.completedFuture(answer);
    }

    static PolicyRequest.Builder request(ProtocolState state, String instance, String name, long size) {
        return PolicyRequest.at(state)
                .policyClient("192.0.2.25")
                .instance(instance)
                .sender("someone@elsewhere.example")
                .recipient(name.isEmpty() ? "" : name + "@example.com")
                .sizeBytes(size)
                .clientAddress("192.0.2.7");
    }

    String rcpt(String instance, String name, long declared) {
        return decide(request(ProtocolState.RCPT, instance, name, declared).build());
    }

    String end(String instance, String name, int recipients, long size) {
        return decide(request(ProtocolState.END_OF_MESSAGE, instance, name, size)
                .recipientCount(recipients)
                .build());
    }

    String decide(PolicyRequest request) {
        CompletableFuture<?> answer = proxy.decide(request).toCompletableFuture();
        assertThat(answer).isDone();
        return answer.join().toString();
    }
}
