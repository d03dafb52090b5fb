// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.quota.QuotaProxy;
import dev.sekisho.quota.cache.MailboxRooms;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.InDomain;
import dev.sekisho.service.access.StaffScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Limits and usage of mailboxes as mail hosts report them. It needs no transaction. */
@ThreadSafe
@ApplicationScoped
public class MailboxService {
    @Inject
    private StaffScope scope;

    @Inject
    private QuotaProxy quota;

    @Inject
    private MailboxRooms rooms;

    /** Limit and usage of a mailbox, and whether it is nearly full. */
    @Allowed(Access.SEE)
    public MailboxBody get(@InDomain("mailbox") String key) {
        String address = PathKey.address(key).toString();
        // An alias may lead to a mailbox of another domain. The check precedes the query of its mail host.
        return MailboxBody.of(rooms.mailbox(address)
                .filter(scope::covers)
                .flatMap(rooms::find)
                .orElseThrow(() -> new EntryMissing("mailbox", address)));
    }

    /** Drops what is cached about a mailbox, because mail was delivered or deleted. */
    @Allowed(Access.SUPPORT)
    public void changed(@InDomain("mailbox") String key) {
        String address = PathKey.address(key).toString();
        rooms.mailbox(address).ifPresent(mailbox -> scope.expectChangeable("mailbox", mailbox));
        quota.mailboxChanged(address);
    }
}
