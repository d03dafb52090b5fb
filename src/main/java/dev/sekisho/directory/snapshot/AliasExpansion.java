// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Expands an alias with several targets to all mailboxes.
 *
 * <p>Each address is visited once, so that lists that contain each other end. Beyond {@link #MAX_VISITS} addresses the
 * list counts as never full. Targets elsewhere, and targets that do not exist, are ignored.
 */
final class AliasExpansion {
    /** Maximum number of addresses: the maximum number of recipients that Postfix accepts for one message. */
    static final int MAX_VISITS = 1000;

    private final BiFunction<String, AliasExpansion, MailboxRoute> follow;
    private final Set<String> visited = new HashSet<>();
    private final Deque<String> ahead = new ArrayDeque<>();
    private final Map<String, MailboxRoute.Mailbox> mailboxes = new LinkedHashMap<>();
    private boolean alwaysRoom;

    /** @param follow resolves a target; it calls {@link #add} if that has several targets itself */
    AliasExpansion(BiFunction<String, AliasExpansion, MailboxRoute> follow) {
        this.follow = follow;
    }

    /** Queues addresses for {@link #run}; nested lists queue theirs too, instead of recursion. */
    void add(List<String> targets) {
        for (String target : targets) {
            if (visited.contains(target)) {
                continue;
            }
            if (visited.size() >= MAX_VISITS) {
                alwaysRoom = true;
                return;
            }
            visited.add(target);
            ahead.addLast(target);
        }
    }

    /** Resolves all queued addresses, one after the other, so that nested lists do not deepen the stack. */
    void run() {
        for (String next = ahead.pollFirst(); next != null; next = ahead.pollFirst()) {
            count(follow.apply(next, this));
        }
    }

    void count(MailboxRoute route) {
        if (route instanceof MailboxRoute.Mailbox mailbox) {
            mailboxes.put(mailbox.address(), mailbox);
        } else if (route instanceof MailboxRoute.NoQuotaHost) {
            alwaysRoom = true;
        }
    }

    /** The result; {@code none} if there is no mailbox. */
    MailboxRoute found(MailboxRoute none) {
        if (mailboxes.isEmpty()) {
            return none;
        }
        MailboxRoute.Mailbox first = mailboxes.values().iterator().next();
        return mailboxes.size() == 1 && !alwaysRoom
                ? first
                : new MailboxRoute.Many(List.copyOf(mailboxes.values()), alwaysRoom);
    }
}
