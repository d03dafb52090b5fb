// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.Alias;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.InDomain;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import dev.sekisho.service.list.PagedQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Aliases. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class AliasService {
    private static final EntryKind<Alias, AliasBody> ALIAS =
            new EntryKind<>(Alias.class, "alias", Alias::address, AliasBody::of);

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DirectoryWriter writer;

    @Inject
    private PagedQuery pages;

    @Allowed(Access.SEE)
    public Page<AliasBody> list(@Nullable String sort, Page.Range range) {
        return Page.of(pages.page(Alias.class, sort, range), range, AliasBody::of, Alias::address);
    }

    @Allowed(Access.SEE)
    public AliasBody get(@InDomain("alias") String address) {
        return AliasBody.of(found(address));
    }

    /** Creates or replaces an alias of an address, or of a whole domain as {@code @example.org}. */
    @Allowed(Access.ADMINISTER)
    public Saved<AliasBody> put(
            @InDomain("alias") String key, List<Address> targets, Optional<String> version, FieldErrors errors) {
        errors.check();
        Address address = PathKey.aliasAddress(key);
        return writer.put(
                ALIAS, address.toString(), version, () -> new Alias(address), alias -> alias.setTargets(targets));
    }

    @Allowed(Access.ADMINISTER)
    public void delete(@InDomain("alias") String address) {
        writer.delete(ALIAS, found(address));
    }

    private Alias found(String key) {
        String address = PathKey.aliasAddress(key).toString();
        return directory.find(Alias.class, address).orElseThrow(() -> new EntryMissing("alias", address));
    }
}
