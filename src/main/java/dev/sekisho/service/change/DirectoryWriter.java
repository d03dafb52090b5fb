// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.DirectoryRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a change of an entry: precondition, change, constraints of the entity, write to the database, audit
 * entry.
 *
 * <p>Callers are in the transaction of the request.
 */
@ThreadSafe
@ApplicationScoped
public class DirectoryWriter {
    @Inject
    private DirectoryRepository directory;

    @Inject
    private ChangeLog changes;

    @Inject
    private EntityCheck constraints;

    /**
     * Creates or replaces an entry.
     *
     * @param version the version that the entry must have; empty for any
     * @param make creates the entity of a new entry
     * @param set sets the fields
     */
    public <E, B> Saved<B> put(
            EntryKind<E, B> kind, String key, Optional<String> version, Supplier<E> make, Consumer<E> set) {
        Optional<E> old = directory.find(kind.type(), key);
        @Nullable B before = old.map(kind.body()).orElse(null);
        changes.expect(before, version);
        E entity = old.orElseGet(make);
        set.accept(entity);
        constraints.check(entity);
        if (old.isEmpty()) {
            directory.add(entity);
        }
        directory.flush();
        B after = kind.body().apply(entity);
        changes.record(kind.word(), key, before, after);
        return new Saved<>(key, after, old.isEmpty());
    }

    /** Changes an existing entry, and returns it as the API shows it. */
    public <E, B> B change(EntryKind<E, B> kind, E entity, Consumer<E> set) {
        B before = kind.body().apply(entity);
        changes.expect(before);
        set.accept(entity);
        constraints.check(entity);
        directory.flush();
        B after = kind.body().apply(entity);
        changes.record(kind.word(), kind.key().apply(entity), before, after);
        return after;
    }

    /** Deletes an entry. */
    public <E, B> void delete(EntryKind<E, B> kind, E entity) {
        B before = kind.body().apply(entity);
        changes.expect(before);
        directory.remove(entity);
        directory.flush();
        changes.record(kind.word(), kind.key().apply(entity), before, null);
    }
}
