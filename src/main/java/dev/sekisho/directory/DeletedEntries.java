// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The time at which an account or domain of a name was last deleted. Records from before belong to a former owner.
 *
 * <p>Call it in a transaction; methods that write, after the deletion was flushed. Each method throws
 * {@link jakarta.persistence.PersistenceException} if the database fails.
 */
@ThreadSafe
@ApplicationScoped
public class DeletedEntries {
    private static final String ACCOUNT = "account";
    private static final String DOMAIN = "domain";

    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    /** Records the deletion of an account, by the clock of the database, which also dates its states. */
    public void account(String address) {
        int updated = entityManager
                .createNativeQuery(
                        "UPDATE deleted_entry SET deleted_at = CURRENT_TIMESTAMP WHERE kind = ?1 AND name = ?2")
                .setParameter(1, ACCOUNT)
                .setParameter(2, address)
                .executeUpdate();
        if (updated == 0) {
            entityManager
                    .createNativeQuery(
                            "INSERT INTO deleted_entry (kind, name, deleted_at) VALUES (?1, ?2, CURRENT_TIMESTAMP)")
                    .setParameter(1, ACCOUNT)
                    .setParameter(2, address)
                    .executeUpdate();
        }
    }

    /**
     * Records the deletion of a domain.
     *
     * @param at time by the clock of Sekisho, which also dates audit entries and decisions
     */
    public void domain(String name, Instant at) {
        String update = "UPDATE deleted_entry SET deleted_at = ?3 WHERE kind = ?1 AND name = ?2";
        if (write(update, name, at) == 0) {
            write("INSERT INTO deleted_entry (kind, name, deleted_at) VALUES (?1, ?2, ?3)", name, at);
        }
    }

    private int write(String sql, String name, Instant at) {
        return entityManager
                .createNativeQuery(sql)
                .setParameter(1, DOMAIN)
                .setParameter(2, name)
                .setParameter(3, at.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    /** The time at which the former account of this address was deleted; empty for none. */
    public Optional<Instant> formerAccount(String address) {
        return Optional.ofNullable(former(ACCOUNT, List.of(address)).get(address));
    }

    /** The times at which former domains of these names were deleted, by name. */
    public Map<String, Instant> formerDomains(Collection<String> names) {
        return former(DOMAIN, names);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Instant> former(String kind, Collection<String> names) {
        Map<String, Instant> found = new TreeMap<>();
        for (String name : names) {
            List<Object> times = entityManager
                    .createNativeQuery(
                            "SELECT EXTRACT(EPOCH FROM deleted_at) FROM deleted_entry WHERE kind = ?1 AND name = ?2")
                    .setParameter(1, kind)
                    .setParameter(2, name)
                    .getResultList();
            times.forEach(seconds -> found.put(name, instant(seconds.toString())));
        }
        return found;
    }

    private static Instant instant(String seconds) {
        BigDecimal[] parts = new BigDecimal(seconds).divideAndRemainder(BigDecimal.ONE);
        return Instant.ofEpochSecond(
                parts[0].longValueExact(), parts[1].movePointRight(9).longValue());
    }
}
