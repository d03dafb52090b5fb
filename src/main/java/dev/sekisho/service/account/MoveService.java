// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.MailHost;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.StateConflict;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Transacted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** Moves of mailboxes to another mail host. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class MoveService {
    @Inject
    private PathEntities entries;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DirectoryWriter writer;

    @Inject
    private Clock clock;

    /** Starts a move: until it ends, logins get a temporary failure. */
    @Allowed(Access.ADMINISTER)
    public AccountBody begin(String address, String mailHost, FieldErrors errors) {
        errors.check();
        String host = Address.lowerCase(mailHost);
        if (directory.find(MailHost.class, host).isEmpty()) {
            errors.add("to", "must be a mail host of the directory");
        }
        errors.check();
        return writer.change(
                AccountService.ACCOUNT, entries.account(address), account -> account.moveTo(host, clock.instant()));
    }

    /**
     * Ends a move.
     *
     * @param moved true if the mailbox is on the new mail host from the next login on; false if it stays on the old one
     */
    @Allowed(Access.ADMINISTER)
    public AccountBody end(String address, boolean moved) {
        Account account = entries.account(address);
        if (account.movingTo().isEmpty()) {
            throw new StateConflict("The mailbox of \"" + account.address() + "\" is not being moved.");
        }
        return writer.change(AccountService.ACCOUNT, account, each -> each.endMove(moved));
    }
}
