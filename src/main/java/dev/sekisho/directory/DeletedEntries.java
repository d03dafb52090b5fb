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
 * When the accounts and domains of a name were deleted last: what was written before is of a former owner.
 *
 * <p>To be called in the caller's transaction; what writes, after the deletion was flushed. Each method throws
 * {@link jakarta.persistence.PersistenceException} if the database cannot be asked.
 */
@ThreadSafe
@ApplicationScoped
public class DeletedEntries {
    private static final String ACCOUNT = "account";
    private static final String DOMAIN = "domain";

    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    /** Notes that an account is deleted now, by the clock of the database, as that of its states is. */
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
     * Notes that a domain is deleted.
     *
     * @param at by the clock of Sekisho, as audit entries and decisions have it
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

    /** When the former account of this address was deleted; empty if there was none. */
    public Optional<Instant> formerAccount(String address) {
        return Optional.ofNullable(former(ACCOUNT, List.of(address)).get(address));
    }

    /** When former domains of these names were deleted; those that had none are absent. */
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
