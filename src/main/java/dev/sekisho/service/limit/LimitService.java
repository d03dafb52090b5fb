// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.EffectiveLimits;
import dev.sekisho.directory.Installation;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.InDomain;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.domain.DomainBody;
import dev.sekisho.service.domain.DomainService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Send limits of the installation, domains and accounts, without their other members. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class LimitService {
    private static final String KIND = "limits";

    @Inject
    private PathEntities entries;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DirectoryWriter writer;

    /** The copy in memory, up to a second behind the database. */
    @Inject
    private DirectoryCache known;

    @Inject
    private ApplicableLimits applicable;

    @Allowed(Access.SEE_ALL)
    public LimitsBody ofInstallation() {
        return body(directory.installation());
    }

    @Allowed(Access.SEE)
    public LimitsBody ofDomain(@InDomain("domain") String name) {
        return body(entries.domain(name));
    }

    @Allowed(Access.SEE)
    public LimitsBody ofAccount(@InDomain("account") String address) {
        return warned(entries.account(address));
    }

    private LimitsBody warned(Account account) {
        Sender sender = known.sender(account.address());
        return sender.exemption().isEmpty()
                ? body(account)
                        .with(SharedLimits.warnings(
                                directory.effectiveLimits(account).limits(), applicable.sharedBy(sender)))
                : body(account);
    }

    /** Sets the default limits of all domains and accounts; empty for no limit. */
    @Allowed(Access.ADMINISTER)
    public LimitsBody setInstallation(Optional<SendLimits> limits, FieldErrors errors) {
        errors.check();
        return writer.change(
                new EntryKind<Installation, LimitsBody>(Installation.class, KIND, each -> "installation", this::body),
                directory.installation(),
                installation -> installation.setSendLimits(limits.orElse(SendLimits.UNLIMITED)));
    }

    /** Sets the limits of a domain; empty to inherit those of the installation. */
    @Allowed(Access.ADMINISTER)
    public LimitsBody setDomain(@InDomain("domain") String name, Optional<SendLimits> limits, FieldErrors errors) {
        errors.check();
        return writer.change(
                new EntryKind<Domain, LimitsBody>(Domain.class, KIND, Domain::name, this::body),
                entries.domain(name),
                domain -> domain.setSendLimits(limits));
    }

    /** Sets the limits of an account; empty to inherit those of its plan or domain. */
    @Allowed(Access.ADMINISTER)
    public LimitsBody setAccount(@InDomain("account") String address, Optional<SendLimits> limits, FieldErrors errors) {
        errors.check();
        Account entry = entries.account(address);
        writer.change(
                new EntryKind<Account, LimitsBody>(Account.class, KIND, Account::address, this::body),
                entry,
                account -> account.setSendLimits(limits));
        return warned(entry);
    }

    /** Sets the pool of a domain; empty for none. */
    @Allowed(Access.ADMINISTER)
    public DomainBody setPool(@InDomain("domain") String name, Optional<SendLimits> limits, FieldErrors errors) {
        SharedLimits.check("sendLimits", limits, errors);
        errors.check();
        return writer.change(DomainService.DOMAIN, entries.domain(name), domain -> domain.setPoolLimits(limits));
    }

    private LimitsBody body(Installation installation) {
        SendLimits limits = installation.sendLimits();
        return LimitsBody.of(Optional.of(limits), new EffectiveLimits(limits, EffectiveLimits.Origin.INSTALLATION));
    }

    private LimitsBody body(Domain domain) {
        return LimitsBody.of(domain.sendLimits(), directory.effectiveLimits(domain));
    }

    private LimitsBody body(Account account) {
        return LimitsBody.of(account.sendLimits(), directory.effectiveLimits(account));
    }
}
