// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.directory.snapshot.DirectoryCache;
import jakarta.persistence.PostPersist;
import jakarta.persistence.PostRemove;
import jakarta.persistence.PostUpdate;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreRemove;
import jakarta.persistence.PreUpdate;
import java.util.HashSet;
import java.util.Set;

/**
 * Rows of the directory that have changed, by their keys.
 *
 * <p>Entity listeners collect those of a transaction of this node on its thread, so that no change is missed; after the
 * commit {@link DirectoryCache#apply} applies them to the copy in memory. Those of others come from the log of changes
 * in the database.
 *
 * <p>Confined to one thread at a time.
 */
public final class ChangedRows {
    /** Maximum number of rows of a kind; with more, the whole directory is read instead. */
    public static final int MAX_ROWS = 10_000;

    private static final ThreadLocal<ChangedRows> CURRENT = ThreadLocal.withInitial(ChangedRows::new);

    private final Set<String> accounts = new HashSet<>();
    private final Set<String> aliases = new HashSet<>();
    private final Set<String> domains = new HashSet<>();
    private boolean rules;
    private boolean everything;
    private boolean writing;

    public ChangedRows() {}

    /** Discards rows of an earlier transaction on this thread. */
    public static void begin() {
        end().applied();
    }

    /** The rows changed on this thread since {@link #begin}. Call {@link #applied} when they are in the copy. */
    public static ChangedRows end() {
        ChangedRows changed = CURRENT.get();
        CURRENT.remove();
        return changed;
    }

    /** Ends the write of this transaction, whether it was committed or not. */
    public void applied() {
        if (writing) {
            writing = false;
            OwnWrites.end();
        }
    }

    /** Records a change of a mail host or its addresses, before the statement. */
    static void host() {
        CURRENT.get().write().rules();
    }

    /** Whether nothing has changed. */
    public boolean isEmpty() {
        return accounts.isEmpty() && aliases.isEmpty() && domains.isEmpty() && !rules && !everything;
    }

    public boolean isEverything() {
        return everything || accounts.size() > MAX_ROWS || aliases.size() > MAX_ROWS || domains.size() > MAX_ROWS;
    }

    /** Whether installation, plans, mail hosts, scopes or exemptions changed, so that these small tables are read. */
    public boolean areRules() {
        return rules;
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

    public ChangedRows account(String address) {
        return add(accounts, address);
    }

    public ChangedRows alias(String address) {
        return add(aliases, address);
    }

    public ChangedRows domain(String name) {
        return add(domains, name);
    }

    public ChangedRows rules() {
        rules = true;
        return this;
    }

    public ChangedRows everything() {
        everything = true;
        return this;
    }

    /** Adds the rows of another change. */
    public void add(ChangedRows other) {
        accounts.addAll(other.accounts);
        aliases.addAll(other.aliases);
        domains.addAll(other.domains);
        rules |= other.rules;
        everything |= other.everything;
    }

    private ChangedRows write() {
        if (!writing) {
            writing = true;
            OwnWrites.begin();
        }
        return this;
    }

    private void add(Object entity) {
        if (entity instanceof Account account) {
            account(account.address());
        } else if (entity instanceof Alias alias) {
            alias(alias.address());
        } else if (entity instanceof Domain domain) {
            domain(domain.name());
        } else if (entity instanceof Installation) {
            everything();
        } else {
            rules();
        }
    }

    private ChangedRows add(Set<String> keys, String key) {
        if (keys.size() <= MAX_ROWS) {
            keys.add(key);
        }
        return this;
    }

    /** Records each entity that is written. */
    public static final class Listener {
        /** For the persistence provider. */
        public Listener() {}

        @PrePersist
        @PreUpdate
        @PreRemove
        void changing(Object entity) {
            CURRENT.get().write();
        }

        @PostPersist
        @PostUpdate
        @PostRemove
        void changed(Object entity) {
            CURRENT.get().write().add(entity);
        }
    }
}
