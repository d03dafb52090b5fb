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
 * <p>Liberty activates message endpoints before startup beans, so policy requests can come earlier than this: they wait
 * until {@link SendLimitPolicy#open}, and with a database at hand none of them meets an empty counter.
 *
 * <p>Called by one thread at a time.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class ServerStartup {
    /** Between two tries to open a database that is away, in seconds: soon enough, and no storm. */
    private static final long RETRY_SECONDS = 5;

    /** How often counters are written, in seconds: with the time of a write below the two that a crash may lose. */
    private static final long WRITE_SECONDS = 1;

    /** How often exemptions are read and known networks are written, in seconds. */
    private static final long BRUTE_FORCE_SECONDS = 2;

    private static final long BOUND_POLL_MILLIS = 100;

    /** Readiness waits for a failing warm-up for so many times its length: a busy machine gets a second chance. */
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
    private CacheFactory caches;

    @Inject
    private CounterWriter counterWriter;

    @Inject
    private SendLimitPolicy sendLimitPolicy;

    @Inject
    private SendBlocks sendBlocks;

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
    private DecisionJournal journal;

    @Inject
    private ManagementBeans beans;

    @Inject
    private Notifications notices;

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

    private volatile boolean databaseAway;
    private volatile boolean keyMissed;
    private volatile @Nullable Future<?> starting;
    private volatile @Nullable Future<?> opening;
    private volatile @Nullable Future<?> writing;
    private volatile @Nullable Future<?> blocking;
    private volatile @Nullable Future<?> probing;
    private volatile @Nullable Future<?> writingUsage;
    private volatile @Nullable Future<?> following;
    private volatile @Nullable Future<?> journaling;
    private volatile @Nullable Future<?> pruning;

    @PostConstruct
    void start() {
        List<String> problems = configuration.problems();
        if (!problems.isEmpty()) {
            PlatformMessages.configurationWrong(problems);
            ProcessEnd.now();
        }
        if (state.isHopeless()) {
            // The one who found it has told why.
            ProcessEnd.now();
        }
        AdminPassword.ensure(server);
        if (loginConfig.key().isEmpty() && !server.demo()) {
            PlatformMessages.nginxUnknown();
        }
        listeners.registerMetrics();
        beans.register();
        state.cachesOpened();
        notices.start(scheduler);
        openDatabase();
        sendLimitPolicy.open();
        starting = scheduler.schedule(this::whenBound, BOUND_POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void openDatabase() {
        try {
            int migrations = Migrations.apply(database, longWork, server.databaseUrl());
            PlatformMessages.databaseMigrated(server.databaseUrl(), migrations);
            jpaRetries.end();
            if (server.demo() && !demoData.putIfEmpty() && loginConfig.key().isEmpty() && !keyMissed) {
                // The accounts are somebody's: what a try may leave out is missing.
                PlatformMessages.nginxUnknown();
                keyMissed = true;
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
            // Thrown on, it would bring the server's stack traces and leave its process behind, without the
            // application.
            ProcessEnd.now();
            return;
        } catch (SQLException | RuntimeException e) {
            // The one place that decides what an absent database means for the start.
            if (!databaseAway) {
                PlatformMessages.databaseAway(e);
                databaseAway = true;
            }
            opening = scheduler.schedule(this::openDatabase, RETRY_SECONDS, TimeUnit.SECONDS);
            return;
        }
        exemptions.refresh();
        loginAuthenticator.open();
        directory.watch();
        writing =
                scheduler.scheduleWithFixedDelay(counterWriter::write, WRITE_SECONDS, WRITE_SECONDS, TimeUnit.SECONDS);
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
        health.ask(directory.mailHosts(), mxHosts, loginConfig.mxPort());
    }

    private void followBruteForce() {
        exemptions.refresh();
        knownNetworks.write();
    }

    /** Waits, without a thread, until listeners, database and HTTP are ready for the warm-up. */
    private void whenBound() {
        if (!listeners.areBound() || !state.isDatabaseOpen() || !isHttpOpen()) {
            starting = scheduler.schedule(this::whenBound, BOUND_POLL_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        if (server.warmUpSeconds() > 0) {
            warmUp(new WarmUp(this::warmUpRound, state, WARM_UP_GRACE * server.warmUpSeconds(), System::nanoTime));
        } else {
            state.warmUpEnded();
            tellReady();
        }
    }

    private String warmUpRound() throws IOException, InterruptedException {
        try (WarmUpServices services = warmUpWiring.open()) {
            return new WarmUpLoad(server, configuration, services).run(scheduler);
        }
    }

    private void warmUp(WarmUp warmUp) {
        boolean before = state.isWarmedUpOrExcused();
        OptionalLong again;
        try {
            again = warmUp.next();
        } catch (InterruptedException e) {
            // The application stops while it starts; it will never be ready.
            Thread.currentThread().interrupt();
            return;
        }
        if (!before && state.isWarmedUpOrExcused()) {
            tellReady();
        }
        if (again.isPresent()) {
            starting = scheduler.schedule(() -> warmUp(warmUp), again.getAsLong(), TimeUnit.SECONDS);
        }
    }

    private void tellReady() {
        for (ListenerConfig each : configuration.listeners()) {
            String configured = each.address() + ":" + each.port();
            String actual = listeners.where(each.name());
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
        cancel(probing);
        cancel(writingUsage);
        cancel(following);
        notices.stop();
        cancel(journaling);
        cancel(pruning);
        writeAll();
        // Last, when the policy connections are drained: the other nodes get what this one kept.
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
