// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.database.LongWork;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.net.AddressResolver;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The directory in memory: limits of senders for send limits, and mailboxes of recipients for quota.
 *
 * <p>Queries never access the database and never wait for it. After {@link #watch} the copy follows the database within
 * a second; while the database is down, the last copy stays. Queries before the first {@link #load} are a programming
 * error.
 */
@ApplicationScoped
public class DirectoryCache {
    /** Poll interval in milliseconds: with the time to read, below a second, at 2.5 small queries a second. */
    private static final long POLL_MILLIS = 400;

    /** Time after a read of the whole directory, or a check, until the next check. */
    private static final long CHECK_NANOS = Duration.ofDays(1).toNanos();

    @Resource(lookup = "jdbc/sekisho")
    private DataSource dataSource;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    /** Not the scheduler: a check takes up to a minute, and the scheduler has few threads. */
    @Resource
    private ManagedExecutorService executor;

    @Inject
    private SnapshotConfig config;

    @Inject
    private Clock clock;

    @Inject
    private AddressResolver resolver;

    @Inject
    private LongWork longWork;

    private SnapshotHolder copy;
    private DirectoryCheck check;
    private @Nullable Future<?> watching;
    private volatile @Nullable Future<?> checking;

    @PostConstruct
    void open() {
        copy = new SnapshotHolder(dataSource, longWork, config.recipientDelimiter(), clock);
        check = new DirectoryCheck(dataSource, copy, clock);
    }

    /** Whether there is a copy. */
    public boolean loaded() {
        return copy.isLoaded();
    }

    /**
     * Whether the database answered the last poll for changes, which happens twice a second. Does not query the
     * database itself.
     */
    public boolean databaseAnswers() {
        return copy.databaseAnswers();
    }

    /** Duration of the last successful poll, in nanoseconds; 0 before the first. */
    public long pollNanos() {
        return copy.pollNanos();
    }

    /** The number of reads of the whole directory since the start. */
    public long wholeReads() {
        return copy.wholeReads();
    }

    /** The number of rows since the start that differed from the database at a daily check. */
    public long repairedRows() {
        return check.repaired();
    }

    /**
     * Reads the directory. Call it outside any transaction.
     *
     * @throws PersistenceException if the database cannot be read; the last copy, if any, stays in use
     */
    public void load() {
        try {
            copy.load();
        } catch (SQLException e) {
            throw new PersistenceException("cannot read the directory", e);
        }
        resolveHosts();
    }

    /**
     * Applies the changes of a committed transaction to the copy, so that the next decision uses them. Call it outside
     * any transaction.
     */
    public void apply(ChangedRows changed) {
        if (!changed.isEmpty()) {
            copy.apply(changed);
            if (changed.areRules()) {
                resolveHosts();
            }
        }
    }

    /** Starts to follow the database, until the application stops. Further calls have no effect. */
    public synchronized void watch() {
        if (watching == null) {
            watching = scheduler.scheduleWithFixedDelay(this::follow, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void follow() {
        copy.poll();
        resolveHosts();
        long now = System.nanoTime();
        if (now - copy.readNanos() > CHECK_NANOS
                && now - check.endedNanos() > CHECK_NANOS
                && (checking == null || checking.isDone())) {
            checking = executor.submit(check::run);
        }
    }

    /** Resolves host names, so that logins find them in the resolver's cache. */
    private void resolveHosts() {
        if (copy.isLoaded()) {
            copy.snapshot().hostAddresses().forEach(resolver::literal);
        }
    }

    /**
     * The sender with this login, with ASCII letters in any case. Allocates nothing for a known account in the
     * canonical form.
     */
    public Sender sender(String saslUsername) {
        return copy.snapshot().sender(saslUsername);
    }

    /** The limits of networks, envelope senders and policy contexts. */
    public SendScopes sendScopes() {
        return copy.snapshot().sendScopes();
    }

    /** The limits that all accounts of {@code domain} share; the name is in the canonical form. */
    public SendLimits pool(String domain) {
        return copy.snapshot().pool(domain);
    }

    /** The limits that the accounts of a domain share, by domain, of those domains that have any. */
    public Map<String, SendLimits> pools() {
        return copy.snapshot().pools();
    }

    /** The mailbox of {@code recipient}, which may be in any case, with or without an extension. */
    public MailboxRoute route(String recipient) {
        return copy.snapshot().route(recipient);
    }

    /** The domain of this name, in any case, with or without a final dot, if it is in the directory. */
    public Optional<MailDomain> mailDomain(String name) {
        return copy.snapshot().mailDomain(Address.canonicalDomain(name));
    }

    /** The language of messages to users of a domain; English for an unknown domain, or before {@link #load}. */
    public Language language(String domain) {
        return copy.isLoaded() ? copy.snapshot().language(Address.canonicalDomain(domain)) : Language.EN;
    }

    /** All mail hosts; none before {@link #load}. */
    public List<LoginHost> mailHosts() {
        return copy.isLoaded() ? copy.snapshot().hosts() : List.of();
    }

    /** The texts of {@code mx_hosts} of all domains that have them, for mail without a login. */
    public Collection<String> mxHosts() {
        return copy.isLoaded() ? copy.snapshot().mxHosts() : List.of();
    }

    @PreDestroy
    synchronized void close() {
        if (watching != null) {
            watching.cancel(true);
        }
        if (checking != null) {
            checking.cancel(true);
        }
    }
}
