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
 * One walk through an alias with several targets, to all mailboxes behind it.
 *
 * <p>Each address is visited once, so that lists of lists that name each other end; what lies beyond
 * {@link #MAX_VISITS} addresses counts as a mailbox with room. Targets elsewhere, and such as nobody has, are not
 * counted at all.
 *
 * <p>Confined to one thread and one recipient.
 */
final class AliasExpansion {
    /** Most addresses that one recipient is followed to: the most recipients that Postfix takes for one message. */
    static final int MAX_VISITS = 1000;

    private final BiFunction<String, AliasExpansion, MailboxRoute> follow;
    private final Set<String> visited = new HashSet<>();
    private final Deque<String> ahead = new ArrayDeque<>();
    private final Map<String, MailboxRoute.Mailbox> mailboxes = new LinkedHashMap<>();
    private boolean alwaysRoom;

    /** @param follow where a target leads; it calls {@link #add} where that is several targets again */
    AliasExpansion(BiFunction<String, AliasExpansion, MailboxRoute> follow) {
        this.follow = follow;
    }

    /**
     * Notes addresses to be followed by {@link #run}; a fork on the way notes its own, and does not follow them itself.
     */
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

    /** Follows all that was added, one after the other: lists in lists in lists take no deeper stack. */
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

    /** What was found; {@code none} where no mailbox is here. */
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
