// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.LongWork;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.exemption.Exemption;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and changes the entities of the directory, for the API and the console. {@link DirectorySearch} searches them.
 *
 * <p>Call it in a transaction; entities that it returns are managed. Each method throws
 * {@link jakarta.persistence.PersistenceException} if the database fails.
 */
@ThreadSafe
@ApplicationScoped
public class DirectoryRepository {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    @Inject
    private LongWork longWork;

    /** Lifts the time limit of the transaction's connection for long work; end it before the commit. */
    public LongWork.Lifted longWork() {
        try {
            return longWork.on(entityManager.unwrap(Connection.class));
        } catch (SQLException e) {
            throw new PersistenceException("cannot lift the time limit", e);
        }
    }

    /** The entity with this key: a name or address in its canonical form. */
    public <E> Optional<E> find(Class<E> type, String key) {
        return Optional.ofNullable(entityManager.find(type, key));
    }

    /**
     * The next entities, in the order of their keys.
     *
     * @param after the last key of the previous page; empty for the first page
     * @param limit maximum number of entities
     */
    public <E> List<E> page(Class<E> type, String after, int limit) {
        return entityManager
                .createNamedQuery(type.getSimpleName() + ".page", type)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The existing accounts among these addresses, in one query. */
    public List<Account> accounts(List<String> addresses) {
        return entityManager
                .createQuery("SELECT a FROM Account a WHERE a.address IN :addresses", Account.class)
                .setParameter("addresses", addresses)
                .getResultList();
    }

    /** The names of all domains or mail hosts. */
    public Set<String> names(Class<?> type) {
        return new HashSet<>(entityManager
                .createQuery("SELECT e.name FROM " + type.getSimpleName() + " e", String.class)
                .getResultList());
    }

    /** The addresses of all accounts. */
    public Set<String> accountAddresses() {
        return new HashSet<>(entityManager
                .createQuery("SELECT a.address FROM Account a", String.class)
                .getResultList());
    }

    /** Writes changes and detaches all entities, for long series of them. */
    public void flushAndClear() {
        entityManager.flush();
        entityManager.clear();
    }

    /** Adds a new entity. */
    public void add(Object entity) {
        entityManager.persist(entity);
    }

    public void remove(Object entity) {
        entityManager.remove(entity);
    }

    /** Writes changes to the database now, so that a rejected row is an error of this call and not of the commit. */
    public void flush() {
        entityManager.flush();
    }

    /** The row of the installation, which the migration creates. */
    public Installation installation() {
        return entityManager.getReference(Installation.class, Installation.ID);
    }

    /** The number of accounts in a domain. */
    public long accountsIn(Domain domain) {
        return count("Account.inDomain", domain.name());
    }

    /** The number of accounts with a mailbox on a mail host, or moving to it. */
    public long accountsOn(MailHost host) {
        return count("Account.onMailHost", host.name());
    }

    /**
     * Inserts the state of an account into {@code account_state_change} if it is missing: on PostgreSQL a trigger
     * inserts it, for plain SQL too. Call it after {@link #flush}.
     */
    public void recordState(Account account) {
        entityManager.createNativeQuery("""
                        INSERT INTO account_state_change (account, status, since, until, reason, changed_by)
                        SELECT a.address, a.status, a.status_since, a.status_until, a.status_reason, a.status_by
                          FROM account a
                         WHERE a.address = ?1 AND NOT EXISTS (SELECT 1 FROM account_state_change c
                                WHERE c.account = a.address AND c.status = a.status AND c.since = a.status_since)""").setParameter(1, account.address()).executeUpdate();
    }

    /** {@link #recordState} for all accounts whose state began at or after a time. */
    public void recordStatesSince(Instant since) {
        entityManager
                .createNativeQuery("""
                        INSERT INTO account_state_change (account, status, since, until, reason, changed_by)
                        SELECT a.address, a.status, a.status_since, a.status_until, a.status_reason, a.status_by
                          FROM account a
                         WHERE a.status_since >= ?1 AND NOT EXISTS (SELECT 1 FROM account_state_change c
                                WHERE c.account = a.address AND c.status = a.status AND c.since = a.status_since)""")
                .setParameter(1, since.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    /** The states of an account, latest first, without those of a former account of the same address. */
    @SuppressWarnings("unchecked")
    public List<AccountState> states(String account, int limit) {
        List<Object[]> rows = entityManager
                .createNativeQuery(
                        "SELECT status, EXTRACT(EPOCH FROM since), EXTRACT(EPOCH FROM until), reason, changed_by"
                                + " FROM account_state_change WHERE account = ?1 AND NOT EXISTS (SELECT 1 FROM"
                                + " deleted_entry d WHERE d.kind = 'account' AND d.name = account AND d.deleted_at >="
                                + " changed_at) ORDER BY id DESC")
                .setParameter(1, account)
                .setMaxResults(limit)
                .getResultList();
        return rows.stream()
                .map(row -> new AccountState(
                        AccountStatus.ofWord((String) row[0]),
                        Instant.ofEpochSecond(((Number) row[1]).longValue()),
                        Optional.ofNullable((Number) row[2]).map(until -> Instant.ofEpochSecond(until.longValue())),
                        Optional.ofNullable((String) row[3]),
                        Optional.ofNullable((String) row[4])))
                .toList();
    }

    /**
     * The number of accounts that became suspended or send-blocked at {@code since} or later, among the last
     * {@code most} changes of states.
     */
    public long blockedSince(Instant since, int most) {
        return ((Number) entityManager
                        .createNativeQuery("SELECT COUNT(DISTINCT account) FROM (SELECT account, status, since FROM"
                                + " account_state_change ORDER BY id DESC FETCH FIRST " + most + " ROWS ONLY) recent"
                                + " WHERE status IN ('suspended', 'send-blocked') AND since >= ?1")
                        .setParameter(1, since.atOffset(ZoneOffset.UTC))
                        .getSingleResult())
                .longValue();
    }

    /** The addresses of a mail host, starting with the one in its row. */
    public List<HostAddress> addresses(MailHost host) {
        Object others = entityManager
                .createNativeQuery(
                        "SELECT STRING_AGG(address || ' ' || state, ',') FROM mail_host_address WHERE host = ?1")
                .setParameter(1, host.name())
                .getSingleResult();
        return LoginHost.addresses(host.address(), (String) others);
    }

    /** Adds an address to a mail host, or changes its state. */
    public void putAddress(MailHost host, HostAddress address) {
        if (write("UPDATE mail_host_address SET state = ?3 WHERE host = ?1 AND address = ?2", host, address) == 0) {
            write("INSERT INTO mail_host_address (host, address, state) VALUES (?1, ?2, ?3)", host, address);
        }
    }

    private int write(String sql, MailHost host, HostAddress address) {
        ChangedRows.host();
        return entityManager
                .createNativeQuery(sql)
                .setParameter(1, host.name())
                .setParameter(2, address.address())
                .setParameter(3, address.state().word())
                .executeUpdate();
    }

    /** Removes an address from a mail host; false if it does not exist. */
    public boolean removeAddress(MailHost host, String address) {
        ChangedRows.host();
        return entityManager
                        .createNativeQuery("DELETE FROM mail_host_address WHERE host = ?1 AND address = ?2")
                        .setParameter(1, host.name())
                        .setParameter(2, address)
                        .executeUpdate()
                > 0;
    }

    /** The exemptions of one kind of an account, or of a domain as {@code @example.org}. */
    public <E extends Exemption> List<E> exemptions(Class<E> type, String subject) {
        return entityManager
                .createQuery("SELECT e FROM " + type.getSimpleName() + " e WHERE e.subject = :subject", type)
                .setParameter("subject", subject)
                .getResultList();
    }

    /** The number of aliases in a domain. */
    public long aliasesIn(Domain domain) {
        return entityManager
                .createQuery("SELECT COUNT(a) FROM Alias a WHERE a.address LIKE :part ESCAPE '!'", Long.class)
                .setParameter("part", "%@" + DirectorySearch.escaped(domain.name()))
                .getSingleResult();
    }

    /** The number of accounts with a plan. */
    public long accountsOn(Plan plan) {
        return count("Account.onPlan", plan.name());
    }

    private long count(String query, String name) {
        return entityManager
                .createNamedQuery(query, Long.class)
                .setParameter("name", name)
                .getSingleResult();
    }

    /** The effective permissions of an account with their origins, in the order of the API. */
    public List<EffectivePermission> effectivePermissions(Account account) {
        return EffectivePermissions.of(
                account.permissions(),
                find(Domain.class, account.domainName())
                        .map(Domain::permissions)
                        .orElseGet(PermissionOverrides::new),
                installation().permissions());
    }

    /** The limits of an account without its temporary limit. */
    public EffectiveLimits effectiveLimits(Account account) {
        return account.sendLimits()
                .map(limits -> new EffectiveLimits(limits, EffectiveLimits.Origin.ACCOUNT))
                .or(() -> account.plan()
                        .flatMap(name -> find(Plan.class, name))
                        .flatMap(Plan::sendLimits)
                        .map(limits -> new EffectiveLimits(limits, EffectiveLimits.Origin.PLAN)))
                .orElseGet(() -> find(Domain.class, account.domainName())
                        .map(this::effectiveLimits)
                        .orElseGet(this::installationLimits));
    }

    /** The limits of accounts in a domain without own limits. */
    public EffectiveLimits effectiveLimits(Domain domain) {
        return domain.sendLimits()
                .map(limits -> new EffectiveLimits(limits, EffectiveLimits.Origin.DOMAIN))
                .orElseGet(this::installationLimits);
    }

    private EffectiveLimits installationLimits() {
        return new EffectiveLimits(installation().sendLimits(), EffectiveLimits.Origin.INSTALLATION);
    }
}
