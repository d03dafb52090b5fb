// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.decision.QuotaDecision;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.Recordings;
import dev.sekisho.quota.CountedDecisions;
import dev.sekisho.quota.MessageConfig;
import dev.sekisho.quota.MessageConfigs;
import dev.sekisho.quota.OverQuotaReply;
import dev.sekisho.quota.QuotaProxy;
import dev.sekisho.quota.UnknownUserReply;
import dev.sekisho.quota.client.CoalescingQuotaClient;
import dev.sekisho.quota.client.CountedHosts;
import dev.sekisho.quota.client.QuotaResult;
import dev.sekisho.quota.client.QuotaResultTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Caches on other nodes: no thread that reads sockets waits for them, and their loss stops no mail. */
class RemoteCacheTest {
    private static final QuotaHost MX1 = new QuotaHost("mx1", "192.0.2.1", 12340, MailHostState.UP);
    private static final PolicyAction FULL = PolicyAction.of("552 5.2.2 Mailbox is full");

    private final TestBoundedCaches caches = new TestBoundedCaches();
    private final List<QuotaDecision> decisions = new ArrayList<>();
    private final Deque<Runnable> pending = new ArrayDeque<>();
    private final Deque<CompletableFuture<QuotaResult>> hosts = new ArrayDeque<>();

    /** Caches that may be used on {@link #pending}'s thread only, whose role the test takes explicitly. */
    private boolean mayUse;

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void theMemoryIsUsedOnItsOwnExecutorOnly() {
        QuotaProxy proxy = proxy(new Checked(pending::add));
        List<CompletableFuture<PolicyAction>> answers = new ArrayList<>();
        for (PolicyRequest request : Recordings.requests("postfix-session").subList(0, 3)) {
            CompletableFuture<PolicyAction> answer = proxy.decide(request).toCompletableFuture();
            answers.add(answer);
            assertThat(answer).isNotDone();
            runPending();
            // On a thread of the mail hosts' connections.
            while (!hosts.isEmpty()) {
                hosts.remove().complete(request.sizeBytes() > 0 ? new QuotaResult.Full("") : new QuotaResult.Room());
            }
            assertThat(answer).isNotDone();
            runPending();
            assertThat(answer).isDone();
        }
        assertThat(answers.get(0)).isCompletedWithValue(PolicyAction.DUNNO);
        assertThat(answers.get(1)).isCompletedWithValue(PolicyAction.DUNNO);
        assertThat(answers.get(2)).isCompletedWithValue(FULL);
    }

    @Test
    void aRequestThatTheExecutorRejectsPasses() {
        QuotaProxy proxy = proxy(new Checked(work -> {
            throw new RejectedExecutionException("full");
        }));
        PolicyRequest request = Recordings.requests("postfix-rcpt").get(0);
        assertThat(proxy.decide(request).toCompletableFuture()).isCompletedWithValue(PolicyAction.DUNNO);
        assertThat(decisions.get(0).result()).isEqualTo("unavailable");
        assertThat(decisions.get(0).reason()).isEqualTo("caches busy");
    }

    @Test
    void anAnswerThatTheExecutorRefusesPasses() {
        QuotaProxy proxy = proxy(new Checked(work -> {
            if (!pending.isEmpty()) {
                throw new RejectedExecutionException("full");
            }
            pending.add(work);
        }));
        CompletableFuture<PolicyAction> answer =
                proxy.decide(Recordings.requests("postfix-rcpt").get(0)).toCompletableFuture();
        runPending();
        pending.add(() -> {});
        hosts.remove().complete(new QuotaResult.Room());
        assertThat(answer).isCompletedWithValue(PolicyAction.DUNNO);
    }

    /** The caches are closed while the service runs, as when a node leaves. */
    @Test
    void whenTheMemoryFailsMailIsJudgedWithoutIt() {
        QuotaProxy proxy = proxy(caches);
        List<PolicyRequest> session = Recordings.requests("postfix-session");
        caches.close();
        CompletableFuture<PolicyAction> rcpt = proxy.decide(session.get(0)).toCompletableFuture();
        hosts.remove().complete(new QuotaResult.Full(""));
        assertThat(rcpt).isCompletedWithValue(FULL);
        assertThat(proxy.decide(session.get(2)).toCompletableFuture())
                .as("no recipients remembered")
                .isCompletedWithValue(PolicyAction.DUNNO);
    }

    @Test
    void aMessageIsSmallOnTheWireAndComesBackAsItWas() throws Exception {
        RememberedMessage message = RememberedMessage.NONE;
        for (int i = 0; i < 10; i++) {
            message = message.with(new RememberedRecipient(
                    "recipient" + i + "@example.com",
                    List.of(new MailboxRoute.Mailbox("recipient" + i + "@example.com", MX1)),
                    1000,
                    RememberedRecipient.UNJUDGED));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(message);
        }
        assertThat(bytes.size()).isLessThan(2000);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(message);
        }
    }

    private void runPending() {
        mayUse = true;
        while (!pending.isEmpty()) {
            pending.remove().run();
        }
        mayUse = false;
    }

    private QuotaProxy proxy(BoundedCaches where) {
        MessageConfig messages = MessageConfigs.with("sekisho.quota.learn-sizes", "true");
        QuotaCaches memory = QuotaCaches.open(where, messages, new SettableClock("2026-11-24T12:00:00Z"));
        return new QuotaProxy(
                recipient -> Optional.of(new MailboxRoute.Mailbox(recipient, MX1)),
                new CoalescingQuotaClient(
                        this::request, memory.room(), memory.executor(), (host, mailbox) -> {}, new CountedHosts()),
                memory,
                QuotaResultTest.config(OverQuotaReply.REFUSE, "", UnknownUserReply.DUNNO),
                messages,
                new CountedDecisions(),
                decision -> decisions.add(decision) ? "" : "lost",
                () -> 0);
    }

    private CompletionStage<QuotaResult> request(QuotaHost host, String mailbox, long sizeBytes, String client) {
        hosts.add(new CompletableFuture<>());
        return hosts.getLast();
    }

    /** The test's caches, whose every use is checked for its thread. */
    private final class Checked implements BoundedCaches {
        private final Executor executor;

        Checked(Executor executor) {
            this.executor = executor;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <V> Cache<String, V> open(String name, Class<V> values, int most, Duration kept) {
            Cache<String, V> real = caches.open(name, values, most, kept);
            return (Cache<String, V>) java.lang.reflect.Proxy.newProxyInstance(
                    RemoteCacheTest.class.getClassLoader(),
                    new Class<?>[] {Cache.class},
                    (proxy, method, arguments) -> {
                        // Not an AssertionError: the service handles any exception of a cache as its failure.
                        if (!mayUse) {
                            throw new AssertionError(name + '.' + method.getName() + " on the wrong thread");
                        }
                        return method.invoke(real, arguments);
                    });
        }

        @Override
        public Executor executor() {
            return executor;
        }
    }
}
