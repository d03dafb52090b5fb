// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.mailhost;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.StateConflict;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.EntityCheck;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import dev.sekisho.service.list.PagedQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mail hosts. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class MailHostService {
    private static final EntryKind<MailHost, MailHostBody> MAIL_HOST =
            new EntryKind<>(MailHost.class, "mail-host", MailHost::name, MailHostBody::of);

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
    private EntityCheck constraints;

    @Allowed(Access.SEE_ALL)
    public Page<MailHostBody> list(@Nullable String sort, Page.Range range) {
        return Page.of(pages.page(MailHost.class, sort, range), range, MailHostBody::of, MailHost::name);
    }

    @Allowed(Access.SEE_ALL)
    public MailHostBody get(String name) {
        return MailHostBody.of(entries.mailHost(name));
    }

    /** Creates or replaces a mail host. */
    @Allowed(Access.ADMINISTER)
    public Saved<MailHostBody> put(MailHost request, FieldErrors errors) {
        errors.check();
        constraints.check(request);
        Optional<MailHost> old = directory.find(MailHost.class, request.name());
        @Nullable MailHostBody before = old.map(MailHostBody::of).orElse(null);
        changes.expect(before);
        old.ifPresentOrElse(host -> host.copyFrom(request), () -> directory.add(request));
        directory.flush();
        MailHostBody after = MailHostBody.of(request);
        changes.record(MAIL_HOST.word(), request.name(), before, after);
        return new Saved<>(request.name(), after, old.isEmpty());
    }

    /** Sets only the state of a mail host. */
    @Allowed(Access.ADMINISTER)
    public MailHostBody setState(String name, MailHostState state, FieldErrors errors) {
        errors.check();
        return writer.change(MAIL_HOST, entries.mailHost(name), host -> host.setState(state));
    }

    /** Deletes a mail host that no account is on. */
    @Allowed(Access.ADMINISTER)
    public void delete(String name) {
        MailHost host = entries.mailHost(name);
        changes.expect(MailHostBody.of(host));
        long accounts = directory.accountsOn(host);
        if (accounts > 0) {
            throw new StateConflict(
                    "The mail host \"" + host.name() + "\" has " + accounts + " accounts; move or delete them first.");
        }
        writer.delete(MAIL_HOST, host);
    }
}
