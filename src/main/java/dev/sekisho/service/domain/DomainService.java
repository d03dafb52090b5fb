// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.domain;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.StateConflict;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.InDomain;
import dev.sekisho.service.account.Successors;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.limit.SharedLimits;
import dev.sekisho.service.list.Page;
import dev.sekisho.service.list.PagedQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Domains. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class DomainService {
    public static final EntryKind<Domain, DomainBody> DOMAIN =
            new EntryKind<>(Domain.class, "domain", Domain::name, DomainBody::of);

    @Inject
    private PathEntities entries;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DirectoryWriter writer;

    @Inject
    private ChangeLog changes;

    @Inject
    private PagedQuery pages;

    @Inject
    private Successors successors;

    @Allowed(Access.SEE)
    public Page<DomainBody> list(@Nullable String sort, Page.Range range) {
        return Page.of(pages.page(Domain.class, sort, range), range, DomainBody::of, Domain::name);
    }

    @Allowed(Access.SEE)
    public DomainBody get(@InDomain("domain") String name) {
        return DomainBody.of(entries.domain(name));
    }

    /** Creates or replaces a domain. */
    @Allowed(Access.ADMINISTER)
    public Saved<DomainBody> put(@InDomain("domain") String key, DomainRequest request, FieldErrors errors) {
        String name = PathKey.name(key);
        SharedLimits.check("poolLimits", request.poolLimits(), errors);
        if (!Address.isDomain(name)) {
            errors.add("name", "must be a domain name of at most 255 characters");
        }
        errors.check();
        return writer.put(DOMAIN, name, request.version(), () -> new Domain(name), domain -> {
            domain.setLanguage(request.language());
            domain.setMxHosts(request.mxHosts());
            domain.setPermissions(request.permissions());
            domain.setSendLimits(request.sendLimits());
            domain.setPoolLimits(request.poolLimits());
            domain.setUnknownRecipient(request.unknownRecipient());
        });
    }

    /** Sets only the limits of a domain; empty for the limits of the installation, and for no pool. */
    @Allowed(Access.ADMINISTER)
    public DomainBody setLimits(
            @InDomain("domain") String key,
            Optional<SendLimits> sendLimits,
            Optional<SendLimits> poolLimits,
            FieldErrors errors) {
        SharedLimits.check("poolLimits", poolLimits, errors);
        errors.check();
        return writer.change(DOMAIN, entries.domain(key), domain -> {
            domain.setSendLimits(sendLimits);
            domain.setPoolLimits(poolLimits);
        });
    }

    /** Deletes a domain that has no accounts and no aliases. */
    @Allowed(Access.ADMINISTER)
    public void delete(@InDomain("domain") String key) {
        Domain domain = entries.domain(key);
        changes.expect(DomainBody.of(domain));
        expectEmpty(domain, directory.accountsIn(domain), "accounts");
        expectEmpty(domain, directory.aliasesIn(domain), "aliases");
        writer.delete(DOMAIN, domain);
        successors.inheritNothingOfDomain(domain.name());
    }

    private static void expectEmpty(Domain domain, long entries, String what) {
        if (entries > 0) {
            throw new StateConflict(
                    "The domain \"" + domain.name() + "\" has " + entries + " " + what + "; delete them first.");
        }
    }
}
