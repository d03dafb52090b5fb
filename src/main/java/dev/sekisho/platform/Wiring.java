// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.database.LongWork;
import dev.sekisho.decision.DecisionConfig;
import dev.sekisho.decision.DecisionJournal;
import dev.sekisho.decision.DecisionLog;
import dev.sekisho.decision.DecisionMetrics;
import dev.sekisho.decision.DecisionTail;
import dev.sekisho.decision.JournalConfig;
import dev.sekisho.decision.JournalStore;
import dev.sekisho.decision.LineWriter;
import dev.sekisho.decision.RecentLogins;
import dev.sekisho.directory.login.LoginReader;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.login.LoginAuthenticator;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.login.RegisteredAddressMetrics;
import dev.sekisho.login.credential.CredentialUsage;
import dev.sekisho.login.credential.KeyRing;
import dev.sekisho.login.credential.KeyRingConfig;
import dev.sekisho.login.credential.PasswordCheck;
import dev.sekisho.login.credential.SecretReencryption;
import dev.sekisho.login.credential.VerificationPool;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.login.route.SocketGreetings;
import dev.sekisho.net.AddressResolver;
import dev.sekisho.sendlimit.LimitListeners;
import dev.sekisho.sendlimit.SendBlockStore;
import dev.sekisho.sendlimit.SendBlocks;
import dev.sekisho.sendlimit.SendLimitConfig;
import dev.sekisho.sendlimit.SendLimitPolicy;
import dev.sekisho.sendlimit.activity.ActivityExchange;
import dev.sekisho.sendlimit.activity.SenderActivity;
import dev.sekisho.sendlimit.counter.CounterStore;
import dev.sekisho.sendlimit.counter.CounterWriter;
import dev.sekisho.sendlimit.counter.LimitListener;
import dev.sekisho.sendlimit.counter.SendCounters;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * Creates the objects of the components, which do not depend on the container, from the container's resources.
 *
 * <p>They are {@code @Singleton}, not {@code @ApplicationScoped}, which would add a useless client proxy to the hot
 * path.
 */
@ThreadSafe
@ApplicationScoped
public class Wiring {
    /** More than a database answers within the three seconds that logins wait; takes a few megabytes. */
    private static final int WAITING_LOGINS = 5_000;

    @Resource
    private ManagedExecutorService executor;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Resource
    private ManagedThreadFactory threads;

    @Resource
    private ContextService contexts;

    @Resource(lookup = "jdbc/sekisho")
    private DataSource database;

    /** Not shareable: a connection returns to the pool with its statement and not at the end of a login. */
    @Resource(name = "jdbc/logins", lookup = "jdbc/sekisho", shareable = false)
    private DataSource loginDatabase;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    LineWriter decisionLines(DecisionConfig config) {
        LineWriter writer = new LineWriter(config);
        writer.start(executor);
        return writer;
    }

    void close(@Disposes LineWriter writer) {
        writer.close();
    }

    @Produces
    @Singleton
    DecisionLog decisionLog(
            MetricRegistry metrics,
            LineWriter writer,
            Clock clock,
            DecisionJournal journal,
            DecisionTail tail,
            RecentLogins logins) {
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_decision_lines_dropped")
                        .withDescription("Dropped lines of the decision log since the start")
                        .build(),
                writer,
                LineWriter::droppedLines);
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_decision_lines_diverted")
                        .withDescription("Lines written to the server's log since the start, because the decision log"
                                + " could not be written")
                        .build(),
                writer,
                LineWriter::divertedLines);
        return new DecisionLog(new DecisionMetrics(metrics), writer, clock, journal, tail, logins);
    }

    @Produces
    @Singleton
    RecentLogins recentLogins() {
        return new RecentLogins();
    }

    @Produces
    @Singleton
    DecisionTail decisionTail() {
        return new DecisionTail();
    }

    @Produces
    @Singleton
    JournalStore journalStore() {
        return new JournalStore(database);
    }

    @Produces
    @Singleton
    DecisionJournal decisionJournal(JournalConfig config, JournalStore store, Clock clock, MetricRegistry metrics) {
        DecisionJournal journal = new DecisionJournal(config, store, clock);
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_decision_journal_waiting")
                        .withDescription("Decisions that are not yet in the journal")
                        .build(),
                journal,
                DecisionJournal::waitingEntries);
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_decision_journal_dropped")
                        .withDescription("Decisions since the start that were never written to the journal")
                        .build(),
                journal,
                DecisionJournal::droppedEntries);
        return journal;
    }

    @Produces
    @Singleton
    SendCounters sendCounters(
            CacheFactory caches,
            DirectoryCache directory,
            SendLimitConfig config,
            Clock clock,
            MetricRegistry metrics,
            @Any Instance<LimitListener> listeners) {
        SendCounters counters =
                new SendCounters(caches, directory, clock.withZone(config.timeZone()), new LimitListeners(listeners));
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_sendlimit_unwritten_accounts")
                        .withDescription("Accounts whose counts are not yet in the database")
                        .build(),
                counters,
                SendCounters::unwritten);
        return counters;
    }

    @Produces
    @Singleton
    CounterWriter counterWriter(SendCounters counters, CounterStore store, Clock clock, CacheFactory caches) {
        CounterWriter writer = new CounterWriter(counters, store, clock);
        caches.onMemberLeft(writer::memberLeft);
        caches.onEntriesLost(writer::entriesLost);
        return writer;
    }

    @Produces
    @Singleton
    SendBlocks sendBlocks(DirectoryCache directory, SendBlockStore store, Clock clock) {
        return new SendBlocks(directory, store, clock);
    }

    @Produces
    @Singleton
    SendLimitPolicy sendLimitPolicy(
            DirectoryCache directory,
            SendCounters counters,
            SendBlocks sendBlocks,
            SendLimitConfig config,
            DecisionLog log,
            SenderActivity activity,
            Bulkheads services,
            Clock clock) {
        return new SendLimitPolicy(
                directory, counters, sendBlocks, config, log, activity, services.open("sendlimit"), clock);
    }

    @Produces
    @Singleton
    SenderActivity senderActivity(Clock clock) {
        return new SenderActivity(clock);
    }

    @Produces
    @Singleton
    ActivityExchange activityExchange(SenderActivity activity, CacheFactory caches, Clock clock) {
        return new ActivityExchange(activity, caches, clock);
    }

    @Produces
    @Singleton
    SocketGreetings greetings(LoginConfig config) {
        return new SocketGreetings(
                threads,
                (task, millis) -> scheduler.schedule(task, millis, TimeUnit.MILLISECONDS),
                config.probeTimeoutMillis());
    }

    void close(@Disposes SocketGreetings greetings) {
        greetings.close();
    }

    @Produces
    @Singleton
    HostHealth hostHealth(AddressResolver addresses, SocketGreetings greetings, MetricRegistry metrics) {
        HostHealth health = new HostHealth(
                addresses::literal, greetings, this::later, new RegisteredAddressMetrics(metrics), System::nanoTime);
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_login_addresses_down")
                        .withDescription("Addresses and ports of mail hosts without a greeting")
                        .build(),
                health,
                HostHealth::down);
        return health;
    }

    private void later(Runnable task, int millis) {
        try {
            var unused = scheduler.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The server stops.
        }
    }

    @Produces
    @Singleton
    LoginAuthenticator loginAuthenticator(
            AddressResolver addresses,
            DirectoryCache directory,
            HostHealth health,
            LoginConfig config,
            PasswordCheck passwords,
            LimitedReads reads,
            Clock clock) {
        return new LoginAuthenticator(
                new LoginReader(loginDatabase),
                addresses::literal,
                directory::mailDomain,
                health,
                config,
                passwords,
                reads,
                clock);
    }

    /** Uses three quarters of the connections; the rest serves the writers, the directory, API and console. */
    @Produces
    @Singleton
    LimitedReads loginReads(LoginConfig config, ServerConfig server, MetricRegistry metrics) {
        LimitedReads reads = LimitedReads.bounded(
                Math.max(1, server.databaseConnections() * 3 / 4),
                WAITING_LOGINS,
                Duration.ofMillis(config.databaseMillis()),
                threads,
                contexts.createContextualProxy(Runnable::run, Executor.class),
                System::nanoTime);
        reads.start(threads);
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_login_database_waiting")
                        .withDescription("Logins that wait for a thread to read the database")
                        .build(),
                reads,
                LimitedReads::waiting);
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_login_database_unanswered")
                        .withDescription("Logins since the start that the database did not answer in time")
                        .build(),
                reads,
                LimitedReads::unanswered);
        return reads;
    }

    void close(@Disposes LimitedReads reads) {
        reads.close();
    }

    @Produces
    @Singleton
    LongWork longWork(ServerConfig server) {
        return new LongWork(server.socketSeconds() * 1_000);
    }

    @Produces
    @Singleton
    KeyRing keyRing(KeyRingConfig config) {
        return new KeyRing(config);
    }

    @Produces
    @Singleton
    CredentialUsage credentialUsage(SecretRepository secrets, Clock clock) {
        return new CredentialUsage(secrets, clock);
    }

    @Produces
    @Singleton
    SecretReencryption reencryption(SecretRepository secrets, KeyRing keyRing) {
        return new SecretReencryption(secrets, keyRing);
    }

    @Produces
    @Singleton
    PasswordCheck passwordCheck(
            LoginConfig config,
            SecretRepository secrets,
            KeyRing keyRing,
            CredentialUsage usage,
            LimitedReads reads,
            MetricRegistry metrics,
            Clock clock) {
        VerificationPool pool = new VerificationPool(executor, config.verifyThreads(), config.verifyQueue());
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_login_verifications_pending")
                        .withDescription("Passwords of expensive schemes being verified or waiting for verification")
                        .build(),
                pool,
                VerificationPool::pending);
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_login_verifications_refused")
                        .withDescription(
                                "Logins with a temporary failure since the start because too many passwords waited")
                        .build(),
                pool,
                VerificationPool::refused);
        return new PasswordCheck(config, secrets, keyRing, usage, pool, reads, clock);
    }
}
