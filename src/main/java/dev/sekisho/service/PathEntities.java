// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import dev.sekisho.directory.Account;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.MailHost;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The entries that paths name, by their keys as they came. What is found is managed by the caller's transaction.
 *
 * <p>Each method throws {@link InvalidFields} for what cannot be a key and {@link EntryMissing} for what is not there.
 * Safe for use by many threads.
 */
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
