// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.quota.client.CountedHosts;
import dev.sekisho.quota.client.QuotaFailure;
import dev.sekisho.quota.client.QuotaResult;
import dev.sekisho.quota.client.QuotaStatus;
import dev.sekisho.quota.client.QuotaStatusClient;
import dev.sekisho.quota.client.QuotaStatusPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The common fixture of the client's tests: mail hosts, a clock that only the test moves, and the log.
 *
 * <p>Confined to one test at a time.
 */
public abstract class QuotaRequests {
    /** In seconds; far longer than any step takes, so that only a failure waits for it. */
    private static final int PATIENCE_SECONDS = 10;

    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.quota");

    public final AtomicLong nanoTime = new AtomicLong();
    public final CountedHosts metrics = new CountedHosts();
    public final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    public void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setLevel(Level.INFO);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    public void closeAll() throws Exception {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    public static QuotaConfig config(int connectionsPerHost, int waitingPerHost) {
        return new QuotaConfig(
                Duration.ofSeconds(2),
                connectionsPerHost,
                waitingPerHost,
                OverQuotaReply.REFUSE,
                "",
                UnknownUserReply.DUNNO,
                5,
                Duration.ofMillis(100),
                Duration.ofSeconds(60),
                1);
    }

    public QuotaStatusPeer peer(QuotaStatusPeer.Script script) throws IOException {
        QuotaStatusPeer peer = QuotaStatusPeer.start(script);
        opened.add(peer);
        return peer;
    }

    public QuotaStatusPeer peerAt(int port, QuotaStatusPeer.Script script) throws IOException {
        QuotaStatusPeer peer = QuotaStatusPeer.start(port, script);
        opened.add(peer);
        return peer;
    }

    public QuotaStatusClient client() {
        return client(config(8, 256));
    }

    public QuotaStatusClient client(QuotaConfig config) {
        QuotaStatusClient client =
                new QuotaStatusClient(config, this::thread, QuotaRequests::literal, metrics, nanoTime::get);
        opened.add(0, client);
        return client;
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "quota-io");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** Every name except {@code no-such-host} has an address. */
    private static Optional<String> literal(String address) {
        return address.equals("no-such-host") ? Optional.empty() : Optional.of(address);
    }

    public static QuotaHost at(QuotaStatusPeer peer) {
        return at(peer.port());
    }

    public static QuotaHost at(int port) {
        return new QuotaHost("mx" + port, "127.0.0.1", port, MailHostState.UP);
    }

    public static CompletableFuture<QuotaResult> request(QuotaStatus client, QuotaHost host, long sizeBytes) {
        return client.request(host, "carol@example.com", sizeBytes, "").toCompletableFuture();
    }

    public static QuotaResult answer(CompletableFuture<QuotaResult> requests) {
        try {
            return requests.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    public static QuotaResult unavailable(QuotaFailure failure) {
        return new QuotaResult.Unavailable(failure);
    }

    /** Advances the clock and runs the sweep of the client. */
    public void pass(QuotaStatusClient client, Duration time) {
        nanoTime.addAndGet(time.toNanos());
        client.sweep();
    }

    public static void awaitRequests(QuotaStatusPeer peer, int number) {
        await().untilAsserted(() -> assertThat(peer.requests()).hasSize(number));
    }

    /** The codes of the lines logged so far. */
    public List<String> codes() {
        return logged.stream().map(line -> line.substring(0, line.indexOf(' '))).toList();
    }

    /** Those lines, whole. */
    public List<String> lines() {
        return logged;
    }
}
