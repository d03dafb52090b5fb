// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.MailHost;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The entities that the keys in paths name, managed by the caller's transaction.
 *
 * <p>Each method throws {@link InvalidFields} for an invalid key, and {@link EntryMissing} for a missing entry.
 */
@ThreadSafe
@ApplicationScoped
public class PathEntities {
    @Inject
    private DirectoryRepository directory;

    public Account account(String key) {
        return found(Account.class, "account", PathKey.address(key).toString());
    }

    public Domain domain(String key) {
        return found(Domain.class, "domain", PathKey.name(key));
    }

    public MailHost mailHost(String key) {
        return found(MailHost.class, "mail host", PathKey.name(key));
    }

    /** The entry with this name. */
    public <E, B> E named(EntryKind<E, B> kind, String key) {
        return found(kind.type(), kind.word().replace('-', ' '), PathKey.name(key));
    }

    /** A part of the entries of a kind, by key. */
    public <E, B> Page<B> page(EntryKind<E, B> kind, Page.Range range) {
        return Page.of(directory.page(kind.type(), range.after(), range.limit() + 1), range, kind.body(), kind.key());
    }

    private <E> E found(Class<E> type, String what, String key) {
        return directory.find(type, key).orElseThrow(() -> new EntryMissing(what, key));
    }
}
