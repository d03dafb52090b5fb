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
 * Quota of single mailboxes, for operators.
 *
 * <p>{@link #find} blocks during a request to a mail host.
 */
public final class MailboxRooms {
    /** A usage up to this age is shown without a new request. */
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
     * @param host its mail host; empty if that has no quota-status
     * @param usage the last usage from its host; null if there is none within a day
     * @param age the age of the usage; zero without it
     * @param nearlyFull whether the last verdicts show little room
     */
    @Immutable
    public record MailboxRoom(
            String address, String host, @Nullable MailboxUsage usage, Duration age, boolean nearlyFull) {}

    /**
     * The canonical address of the single mailbox of a recipient, without a request.
     *
     * @param recipient any of its addresses
     * @return empty if it is not in the directory, is a list, or the directory is not read yet
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
     * Finds a mailbox, with a new usage from doveadm if the known one is old.
     *
     * @param recipient any of its addresses
     * @return empty if it is not in the directory, is a list, or the directory is not read yet
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
                .filter(known -> age(known).compareTo(YOUNG) <= 0)
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
