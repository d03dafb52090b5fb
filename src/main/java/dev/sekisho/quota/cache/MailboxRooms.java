// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.quota.client.MailboxUsage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of single mailboxes, for those who run Sekisho.
 *
 * <p>Safe for use by many threads; {@link #find} blocks while a mail host is asked.
 */
public final class MailboxRooms {
    /** A usage this young is shown as it is. */
    private static final Duration YOUNG = Duration.ofSeconds(5);

    private final Function<String, Optional<MailboxRoute>> routes;
    private final MailboxUsages usages;
    private final VerdictCache room;
    private final Clock clock;

    public MailboxRooms(
            Function<String, Optional<MailboxRoute>> routes, MailboxUsages usages, VerdictCache room, Clock clock) {
        this.routes = routes;
        this.usages = usages;
        this.room = room;
        this.clock = clock;
    }

    /**
     * One mailbox.
     *
     * @param address its canonical address
     * @param host its mail host; empty where that has no quota-status
     * @param usage what its host told last; null if nothing within a day
     * @param age how old that is; zero without it
     * @param nearlyFull whether the last signs say that little room is left
     */
    @Immutable
    public record MailboxRoom(
            String address, String host, @Nullable MailboxUsage usage, Duration age, boolean nearlyFull) {}

    /**
     * The canonical address of the one mailbox that a recipient's mail goes to; no mail host is asked.
     *
     * @param recipient any of its addresses
     * @return empty if it is none of ours, a list, or the directory is not read yet
     */
    public Optional<String> mailbox(String recipient) {
        return routes.apply(recipient).flatMap(route -> {
            if (route instanceof MailboxRoute.NoQuotaHost elsewhere) {
                return Optional.of(elsewhere.address());
            }
            return route instanceof MailboxRoute.Mailbox mailbox ? Optional.of(mailbox.address()) : Optional.empty();
        });
    }

    /**
     * Looks a mailbox up, and asks its mail host anew if that has a doveadm and what is known is old.
     *
     * @param recipient any of its addresses
     * @return empty if it is none of ours, a list, or the directory is not read yet
     */
    public Optional<MailboxRoom> find(String recipient) {
        return routes.apply(recipient).flatMap(route -> {
            if (route instanceof MailboxRoute.NoQuotaHost elsewhere) {
                return Optional.of(new MailboxRoom(elsewhere.address(), "", null, Duration.ZERO, false));
            }
            return route instanceof MailboxRoute.Mailbox mailbox ? Optional.of(find(mailbox)) : Optional.empty();
        });
    }

    private MailboxRoom find(MailboxRoute.Mailbox mailbox) {
        Optional<MailboxUsage> usage = usages.last(mailbox.address())
                .filter(known -> age(known).compareTo(YOUNG) < 0)
                .or(() -> usages.read(mailbox.host(), mailbox.address()))
                .or(() -> usages.last(mailbox.address()));
        return new MailboxRoom(
                mailbox.address(),
                mailbox.host().name(),
                usage.orElse(null),
                usage.map(this::age).orElse(Duration.ZERO),
                room.isNearlyFull(mailbox.address()));
    }

    private Duration age(MailboxUsage usage) {
        return Duration.between(Instant.ofEpochMilli(usage.atMillis()), clock.instant());
    }
}
