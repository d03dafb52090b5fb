// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.DirectoryRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;

/**
 * Example data for an empty database: two mail hosts, a domain, three accounts with known passwords, an alias and
 * limits.
 */
@ThreadSafe
@ApplicationScoped
public class DemoData {
    /** Plain SQL, as an operator would write it. The addresses are loopback, so that nothing leaves this machine. */
    private static final String[] STATEMENTS = {
        "UPDATE installation SET send_limits = '200/1h, 1000/1d'",
        "INSERT INTO mail_host (name, address, imap_port, pop3_port, smtp_port, quota_port, probe) VALUES"
                + " ('mail1.example.org', '127.0.0.11', 10143, 10110, 10587, 10340, FALSE)",
        "INSERT INTO mail_host (name, address, imap_port, pop3_port, smtp_port, quota_port, probe) VALUES"
                + " ('mail2.example.org', '127.0.0.12', 10143, 10110, 10587, 10340, FALSE)",
        "INSERT INTO domain (name) VALUES ('example.org')",
        "INSERT INTO account (address, domain_name, secret, mail_host) VALUES"
                + " ('alice@example.org', 'example.org', '{PLAIN}wonderland', 'mail1.example.org')",
        "INSERT INTO account (address, domain_name, secret, mail_host, send_limits) VALUES"
                + " ('bob@example.org', 'example.org', '{PLAIN}builder', 'mail2.example.org', '5/1h')",
        "INSERT INTO account (address, domain_name, secret, mail_host, status) VALUES"
                + " ('mallory@example.org', 'example.org', '{PLAIN}malice', 'mail2.example.org', 'suspended')",
        "INSERT INTO alias (address) VALUES ('postmaster@example.org')",
        "INSERT INTO alias_target (alias_address, target) VALUES ('postmaster@example.org', 'alice@example.org')",
    };

    @PersistenceContext(unitName = "sekisho")
    private EntityManager entities;

    @Inject
    private DirectoryRepository directory;

    /**
     * Inserts the data if there is no mail host and no domain. Logs a warning if there are other domains.
     *
     * @return whether the database has no domain other than the demo's
     */
    @Transactional
    public boolean putIfEmpty() {
        Object rows = entities.createNativeQuery(
                        "SELECT (SELECT COUNT(*) FROM mail_host) + (SELECT COUNT(*) FROM domain)")
                .getSingleResult();
        if (((Number) rows).longValue() > 0) {
            Object others = entities.createNativeQuery("SELECT COUNT(*) FROM domain WHERE name <> 'example.org'")
                    .getSingleResult();
            boolean foreign = ((Number) others).longValue() > 0;
            if (foreign) {
                PlatformMessages.demoIgnored();
            }
            return !foreign;
        }
        for (String statement : STATEMENTS) {
            entities.createNativeQuery(statement).executeUpdate();
        }
        directory.recordStatesSince(Instant.EPOCH);
        PlatformMessages.demoData();
        return true;
    }
}
