// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.directory.snapshot.DirectoryCache;
import jakarta.persistence.PostPersist;
import jakarta.persistence.PostRemove;
import jakarta.persistence.PostUpdate;
import java.util.HashSet;
import java.util.Set;

/**
 * Which rows of the directory a transaction has changed, gathered by the entities themselves, so that no kind of change
 * is forgotten. {@link DirectoryCache#apply} lays them over the copy in memory once the transaction is committed.
 *
 * <p>Gathered on the thread of the transaction; what it gathers is confined to that thread.
 */
public final class ChangedRows {
    /** Above this many rows of a kind the whole directory is read instead. */
    static final int MOST = 500;

    private static final ThreadLocal<ChangedRows> CURRENT = ThreadLocal.withInitial(ChangedRows::new);

    private final Set<String> accounts = new HashSet<>();
    private final Set<String> aliases = new HashSet<>();
    private final Set<String> domains = new HashSet<>();
    private final Set<String> plans = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();
    private boolean rules;
    private boolean everything;

    public ChangedRows() {}

    /** Forgets what a transaction on this thread before has left. */
    public static void begin() {
        CURRENT.remove();
    }

    /** What was changed on this thread since {@link #begin}. */
    public static ChangedRows end() {
        ChangedRows changed = CURRENT.get();
        CURRENT.remove();
        return changed;
    }

    static void host(String name) {
        CURRENT.get().hosts.add(name);
    }

    /** Whether the copy in memory is as it was. */
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
                || accounts.size() > MOST
                || aliases.size() > MOST
                || domains.size() > MOST
                || plans.size() > MOST
                || hosts.size() > MOST;
    }

    /** Whether more than accounts and aliases changed, so that the small tables are read again. */
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
        if (keys.size() <= MOST) {
            keys.add(key);
        }
    }

    /** Hears of each entity that is written. Stateless. */
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
