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
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The directory in memory: who may send how much (send limits), and where a recipient's mailbox is (quota).
 *
 * <p>No question touches the database. Once {@link #watch} is called the copy follows the database within a second, and
 * it stays as it is while the database is away. Questions before the first {@link #load} are a programmer's error.
 *
 * <p>Safe for use by many threads; a question never waits for a reading.
 */
@ApplicationScoped
public class DirectoryCache {
    /**
     * In milliseconds: with the time of a reading this stays below a second, for two and a half small queries a second.
     */
    private static final long POLL_MILLIS = 400;

    @Resource(lookup = "jdbc/sekisho")
    private DataSource dataSource;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Inject
    private SnapshotConfig config;

    @Inject
    private Clock clock;

    @Inject
    private AddressResolver resolver;

    @Inject
    private LongWork longWork;

    private SnapshotHolder copy;
    private @Nullable Future<?> watching;

    @PostConstruct
    void open() {
        copy = new SnapshotHolder(dataSource, longWork, config.recipientDelimiter(), clock);
    }

    /** Whether there is a copy to answer from. */
    public boolean loaded() {
        return copy.isLoaded();
    }

    /**
     * Whether the database answered when it was last looked for changes, which is done twice a second; it is not asked
     * here.
     */
    public boolean databaseAnswers() {
        return copy.databaseAnswers();
    }

    /** How long the last look took that was answered, in nanoseconds; 0 before the first. */
    public long lookNanos() {
        return copy.lookNanos();
    }

    /**
     * Reads the directory; to be called outside any transaction.
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
     * Lays what a committed transaction has changed over the copy, so that it applies to the next decision; to be
     * called outside any transaction.
     */
    public void apply(ChangedRows changed) {
        if (!changed.isEmpty()) {
            copy.apply(changed);
            if (changed.areRules()) {
                resolveHosts();
            }
        }
    }

    /** Begins to follow the database; once is enough, and it ends with the application. */
    public synchronized void watch() {
        if (watching == null) {
            watching = scheduler.scheduleWithFixedDelay(this::follow, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void follow() {
        copy.poll();
        resolveHosts();
    }

    /** Asking keeps the answers fresh, so that logins find them. */
    private void resolveHosts() {
        copy.hostAddresses().forEach(resolver::literal);
    }

    /**
     * Who {@code saslUsername} is; ASCII letters in any case. For a known account in the canonical form nothing is
     * allocated.
     */
    public Sender sender(String saslUsername) {
        return copy.snapshot().sender(saslUsername);
    }

    /** The limits of networks, envelope senders and policy contexts. */
    public SendScopes sendScopes() {
        return copy.snapshot().sendScopes();
    }

    /** What all accounts of {@code domain} may send together; the name in the canonical form. */
    public SendLimits pool(String domain) {
        return copy.snapshot().pool(domain);
    }

    /** Where mail for {@code recipient} ends, as the client wrote it: any case, with an extension or not. */
    public MailboxRoute route(String recipient) {
        return copy.snapshot().route(recipient);
    }

    /** The domain of this name, in any case and with a final dot or not, if it is ours. */
    public Optional<MailDomain> mailDomain(String name) {
        return copy.snapshot().mailDomain(Address.canonicalDomain(name));
    }

    /**
     * The language of the texts for whoever's address is in a domain; of an unknown one, or before {@link #load},
     * English.
     */
    public Language language(String domain) {
        return copy.isLoaded() ? copy.snapshot().language(Address.canonicalDomain(domain)) : Language.EN;
    }

    /** All mail hosts; none before {@link #load}. */
    public List<LoginHost> mailHosts() {
        return copy.isLoaded() ? copy.snapshot().hosts() : List.of();
    }

    /** The texts of all domains that have mail hosts of their own for mail without login. */
    public Collection<String> mxHosts() {
        return copy.isLoaded() ? copy.snapshot().mxHosts() : List.of();
    }

    @PreDestroy
    synchronized void close() {
        if (watching != null) {
            watching.cancel(true);
        }
    }
}
