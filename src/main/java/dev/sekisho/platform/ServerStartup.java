// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import dev.sekisho.bruteforce.Exemptions;
import dev.sekisho.bruteforce.KnownNetworks;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.database.LongWork;
import dev.sekisho.decision.DecisionJournal;
import dev.sekisho.directory.JpaRetries;
import dev.sekisho.directory.StateHistory;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.login.LoginAuthenticator;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.login.credential.CredentialUsage;
import dev.sekisho.login.credential.KeyRing;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.notification.Notifications;
import dev.sekisho.sendlimit.SendBlocks;
import dev.sekisho.sendlimit.SendLimitPolicy;
import dev.sekisho.sendlimit.activity.ActivityExchange;
import dev.sekisho.sendlimit.counter.CounterWriter;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Starts Sekisho: configuration, caches, database, counters; then, when the listeners are bound, the warm-up.
 *
 * <p>Liberty activates message endpoints before startup managementBeans, so policy requests can arrive before this bean
 * runs. They wait until {@link SendLimitPolicy#open}, which follows the loading of the counters if the database is
 * available.
 *
 * <p>Called by one thread at a time.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class ServerStartup {
    /** Seconds between attempts to open an unavailable database. */
    private static final long RETRY_SECONDS = 5;

    /** Seconds between writes of counters: together with the write itself below the 2 s that a crash may lose. */
    private static final long WRITE_SECONDS = 1;

    /** Seconds between reads of exemptions and writes of known networks. */
    private static final long BRUTE_FORCE_SECONDS = 2;

    private static final long BOUND_POLL_MILLIS = 100;

    /**
     * Multiple of the warm-up's duration that readiness waits for a failing warm-up, so that a busy machine can retry.
     */
    private static final long WARM_UP_GRACE = 4;

    @Inject
    private Configuration configuration;

    @Inject
    private ServerConfig server;

    @Inject
    private LoginConfig loginConfig;

    @Inject
    private ServerState state;

    @Inject
    private Listeners listeners;

    @Inject
    private DirectoryCache directory;

    @Inject
    private DirectoryMetrics directoryMetrics;

    @Inject
    private CacheFactory caches;

    @Inject
    private CounterWriter counterWriter;

    @Inject
    private SendLimitPolicy sendLimitPolicy;

    @Inject
    private SendBlocks sendBlocks;

    @Inject
    private ActivityExchange activityExchange;

    @Inject
    private LoginAuthenticator loginAuthenticator;

    @Inject
    private HostHealth health;

    @Inject
    private KeyRing keyRing;

    @Inject
    private SecretRepository secrets;

    @Inject
    private CredentialUsage credentialUsage;

    @Inject
    private KnownNetworks knownNetworks;

    @Inject
    private Exemptions exemptions;

    @Inject
    private WarmUpWiring warmUpWiring;

    @Inject
    private WarmUpResource warmUpResource;

    @Inject
    private DecisionJournal journal;

    @Inject
    private ManagementBeans managementBeans;

    @Inject
    private Notifications notifications;

    @Inject
    private DemoData demoData;

    @Resource(lookup = "jdbc/sekisho")
    private DataSource database;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Inject
    private LongWork longWork;

    @Inject
    private JpaRetries jpaRetries;

    private volatile boolean databaseUnavailable;
    private volatile boolean keyWarned;
    private volatile @Nullable Future<?> starting;
    private volatile @Nullable Future<?> opening;
    private volatile @Nullable Future<?> writing;
    private volatile @Nullable Future<?> blocking;
    private volatile @Nullable Future<?> exchanging;
    private volatile @Nullable Future<?> probing;
    private volatile @Nullable Future<?> writingUsage;
    private volatile @Nullable Future<?> following;
    private volatile @Nullable Future<?> journaling;
    private volatile @Nullable Future<?> pruning;

    @PostConstruct
    void start() {
        ConsoleLevel.raise();
        List<String> problems = configuration.problems();
        if (!problems.isEmpty()) {
            PlatformMessages.configurationWrong(problems);
            ProcessEnd.now();
        }
        if (state.isStartAborted()) {
            // The reason is in the log already.
            ProcessEnd.now();
        }
        AdminPassword.ensure(server);
        if (loginConfig.key().isEmpty() && !server.demo()) {
            PlatformMessages.loginKeyMissing();
        }
        listeners.registerMetrics();
        directoryMetrics.register();
        managementBeans.register();
        state.cachesOpened();
        notifications.start(scheduler);
        openDatabase();
        sendLimitPolicy.open();
        exchanging = scheduler.scheduleWithFixedDelay(
                activityExchange::exchange, ActivityExchange.SECONDS, ActivityExchange.SECONDS, TimeUnit.SECONDS);
        starting = scheduler.schedule(this::whenBound, BOUND_POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void openDatabase() {
        try {
            int migrations = Migrations.apply(database, longWork, server.databaseUrl());
            PlatformMessages.databaseMigrated(server.databaseUrl(), migrations);
            jpaRetries.end();
            if (server.demo() && !demoData.putIfEmpty() && loginConfig.key().isEmpty() && !keyWarned) {
                // Only a demo with its own data may run without the key.
                PlatformMessages.loginKeyMissing();
                keyWarned = true;
            }
            int states = StateHistory.catchUp(database);
            if (states > 0) {
                PlatformMessages.statesRecorded(states);
            }
            directory.load();
            counterWriter.load();
            keyRing.announce(secrets.encryptedAccounts());
            knownNetworks.load();
        } catch (CannotStartException e) {
            // If rethrown, the server would log stack traces and keep running without the application.
            ProcessEnd.now();
            return;
        } catch (SQLException | RuntimeException e) {
            // The only place that handles an unavailable database at the start.
            if (!databaseUnavailable) {
                PlatformMessages.databaseUnavailable(e);
                databaseUnavailable = true;
            }
            opening = scheduler.schedule(this::openDatabase, RETRY_SECONDS, TimeUnit.SECONDS);
            return;
        }
        exemptions.refresh();
        loginAuthenticator.open();
        directory.watch();
        // At a fixed rate: what is lost when the node is killed must not grow with the time of a write.
        writing = scheduler.scheduleAtFixedRate(counterWriter::write, WRITE_SECONDS, WRITE_SECONDS, TimeUnit.SECONDS);
        blocking = scheduler.scheduleWithFixedDelay(sendBlocks::write, WRITE_SECONDS, WRITE_SECONDS, TimeUnit.SECONDS);
        if (loginConfig.probeSeconds() > 0) {
            probing = scheduler.scheduleWithFixedDelay(this::probe, 0, loginConfig.probeSeconds(), TimeUnit.SECONDS);
        }
        writingUsage = scheduler.scheduleWithFixedDelay(
                credentialUsage::write, WRITE_SECONDS, WRITE_SECONDS, TimeUnit.SECONDS);
        following = scheduler.scheduleWithFixedDelay(
                this::followBruteForce, BRUTE_FORCE_SECONDS, BRUTE_FORCE_SECONDS, TimeUnit.SECONDS);
        journaling = scheduler.scheduleWithFixedDelay(journal::write, WRITE_SECONDS, WRITE_SECONDS, TimeUnit.SECONDS);
        pruning = scheduler.scheduleWithFixedDelay(journal::prune, 1, 1, TimeUnit.MINUTES);
        state.databaseOpened();
    }

    private void probe() {
        List<String> mxHosts = new ArrayList<>(directory.mxHosts());
        if (!loginConfig.mxAddress().isEmpty()) {
            mxHosts.add(loginConfig.mxAddress());
        }
        health.probe(directory.mailHosts(), mxHosts, loginConfig.mxPort());
    }

    private void followBruteForce() {
        exemptions.refresh();
        knownNetworks.write();
    }

    /** Polls by timer, without blocking a thread, until the warm-up's preconditions are met. */
    private void whenBound() {
        if (!listeners.areBound() || !state.isDatabaseOpen() || !isHttpOpen()) {
            starting = scheduler.schedule(this::whenBound, BOUND_POLL_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        if (server.warmUpSeconds() > 0) {
            warmUp(new WarmUp(this::warmUpRound, state, WARM_UP_GRACE * server.warmUpSeconds(), System::nanoTime));
        } else {
            state.warmUpEnded();
            logReady();
        }
    }

    private String warmUpRound() throws IOException, InterruptedException {
        try (WarmUpServices services = warmUpWiring.open()) {
            return new WarmUpLoad(server, configuration, services, warmUpResource, loginConfig.key()).run(scheduler);
        }
    }

    private void warmUp(WarmUp warmUp) {
        boolean before = state.isWarmUpDoneOrWaived();
        OptionalLong again;
        try {
            again = warmUp.next();
        } catch (InterruptedException e) {
            // The application stops during its start.
            Thread.currentThread().interrupt();
            return;
        }
        if (!before && state.isWarmUpDoneOrWaived()) {
            logReady();
        }
        if (again.isPresent()) {
            starting = scheduler.schedule(() -> warmUp(warmUp), again.getAsLong(), TimeUnit.SECONDS);
        }
    }

    private void logReady() {
        for (ListenerConfig each : configuration.listeners()) {
            String configured = each.address() + ":" + each.port();
            String actual = listeners.actualAddress(each.name());
            if (!configured.equals(actual)) {
                PlatformMessages.listenerElsewhere(each.name(), configured, actual);
            }
        }
        PlatformMessages.ready(
                Banner.text(server, loginConfig, configuration.listeners(), AdminPassword.shown(server)));
    }

    private boolean isHttpOpen() {
        String host = server.httpHost().equals("*") ? "127.0.0.1" : server.httpHost();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, server.httpPort()), (int) BOUND_POLL_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @PreDestroy
    void stop() {
        cancel(starting);
        cancel(opening);
        cancel(writing);
        cancel(blocking);
        cancel(exchanging);
        cancel(probing);
        cancel(writingUsage);
        cancel(following);
        notifications.stop();
        cancel(journaling);
        cancel(pruning);
        writeAll();
        // Last, after the policy connections are drained: the other nodes take over this node's entries.
        caches.close();
        PlatformMessages.stopped();
    }

    private void writeAll() {
        counterWriter.write();
        knownNetworks.write();
        credentialUsage.write();
        journal.write();
    }

    private static void cancel(@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }
}
