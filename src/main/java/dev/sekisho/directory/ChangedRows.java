// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.directory.snapshot.DirectoryCache;
import jakarta.persistence.PostPersist;
import jakarta.persistence.PostRemove;
import jakarta.persistence.PostUpdate;
import java.util.HashSet;
import java.util.Set;

/**
 * The rows of the directory that a transaction has changed. Entity listeners collect them, so that no change is missed.
 * After the commit {@link DirectoryCache#apply} applies them to the copy in memory.
 *
 * <p>Collected on the thread of the transaction.
 */
public final class ChangedRows {
    /** Maximum number of rows of a kind; with more, the whole directory is read instead. */
    static final int MAX_ROWS = 500;

    private static final ThreadLocal<ChangedRows> CURRENT = ThreadLocal.withInitial(ChangedRows::new);

    private final Set<String> accounts = new HashSet<>();
    private final Set<String> aliases = new HashSet<>();
    private final Set<String> domains = new HashSet<>();
    private final Set<String> plans = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();
    private boolean rules;
    private boolean everything;

    public ChangedRows() {}

    /** Discards rows of an earlier transaction on this thread. */
    public static void begin() {
        CURRENT.remove();
    }

    /** The rows changed on this thread since {@link #begin}. */
    public static ChangedRows end() {
        ChangedRows changed = CURRENT.get();
        CURRENT.remove();
        return changed;
    }

    static void host(String name) {
        CURRENT.get().hosts.add(name);
    }

    /** Whether nothing has changed. */
    public boolean isEmpty() {
        return accounts.isEmpty()
                && aliases.isEmpty()
                && !rules
                && !everything
                && domains.isEmpty()
                && plans.isEmpty()
                && hosts.isEmpty();
    }

    public boolean isEverything() {
        return everything
                || accounts.size() > MAX_ROWS
                || aliases.size() > MAX_ROWS
                || domains.size() > MAX_ROWS
                || plans.size() > MAX_ROWS
                || hosts.size() > MAX_ROWS;
    }

    /** Whether other rows than accounts and aliases changed, so that the small tables must be read again. */
    public boolean areRules() {
        return rules || !domains.isEmpty() || !plans.isEmpty() || !hosts.isEmpty();
    }

    public Set<String> accounts() {
        return accounts;
    }

    public Set<String> aliases() {
        return aliases;
    }

    public Set<String> domains() {
        return domains;
    }

    public Set<String> plans() {
        return plans;
    }

    public Set<String> hosts() {
        return hosts;
    }

    private void add(Object entity) {
        if (entity instanceof Account account) {
            add(accounts, account.address());
        } else if (entity instanceof Alias alias) {
            add(aliases, alias.address());
        } else if (entity instanceof Domain domain) {
            add(domains, domain.name());
        } else if (entity instanceof Plan plan) {
            add(plans, plan.name());
        } else if (entity instanceof MailHost host) {
            add(hosts, host.name());
        } else if (entity instanceof Installation) {
            everything = true;
        } else {
            rules = true;
        }
    }

    private static void add(Set<String> keys, String key) {
        if (keys.size() <= MAX_ROWS) {
            keys.add(key);
        }
    }

    /** Records each entity that is written. */
    public static final class Listener {
        /** For the persistence provider. */
        public Listener() {}

        @PostPersist
        @PostUpdate
        @PostRemove
        void changed(Object entity) {
            CURRENT.get().add(entity);
        }
    }
}
