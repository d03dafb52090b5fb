// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import dev.sekisho.quota.MessageConfig;
import dev.sekisho.quota.client.MailboxUsage;
import dev.sekisho.quota.client.QuotaResult;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Recent verdicts of mail hosts about mailboxes.
 *
 * <p>The free space is not known, so a verdict counts for its size and beyond: a mailbox that was full for a size is
 * full for each larger one, and one with room has room for each smaller one. For some seconds a verdict answers
 * requests; for an hour it shows which mailboxes are nearly full. Of two verdicts at the same moment one may be lost.
 */
public final class VerdictCache {
    private static final int MOST = 100_000;

    /** How long a mailbox counts as nearly full after its last verdict. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final long UNKNOWN = -1;

    /** Sizes in bytes, or {@link #UNKNOWN}; times in milliseconds of the clock. */
    private record Known(long fullFrom, String fullText, long fullAt, long roomUpTo, long roomAt)
            implements Serializable {
        static final Known NOTHING = new Known(UNKNOWN, "", 0, UNKNOWN, 0);
    }

    private final TolerantCache<Known> mailboxes;
    private final MessageConfig config;
    private final Clock clock;

    VerdictCache(BoundedCaches caches, CacheFailures failures, MessageConfig config, Clock clock) {
        this.mailboxes = new TolerantCache<>(caches.open("quota-room", Known.class, MOST, KEPT), failures);
        this.config = config;
        this.clock = clock;
    }

    /** The verdict that answers a request now; empty if there is none. */
    public Optional<QuotaResult> verdict(String mailbox, long sizeBytes) {
        if (config.verdictsFor().isZero()) {
            return Optional.empty();
        }
        Known known = mailboxes.get(mailbox);
        if (known == null) {
            return Optional.empty();
        }
        long size = atLeastOne(sizeBytes);
        long now = clock.millis();
        long since = now - config.verdictsFor().toMillis();
        if (known.fullFrom() != UNKNOWN && size >= known.fullFrom() && isBetween(since, known.fullAt(), now)) {
            return Optional.of(new QuotaResult.Full(known.fullText()));
        }
        if (known.roomUpTo() != UNKNOWN && size <= known.roomUpTo() && isBetween(since, known.roomAt(), now)) {
            return Optional.of(new QuotaResult.Room());
        }
        return Optional.empty();
    }

    /** A verdict in the future (the clock ran ahead) does not count. */
    private static boolean isBetween(long since, long at, long now) {
        return at > since && at <= now;
    }

    public void learn(String mailbox, long sizeBytes, QuotaResult answer) {
        long size = atLeastOne(sizeBytes);
        long now = clock.millis();
        Known before = mailboxes.get(mailbox);
        Known known = before == null ? Known.NOTHING : before;
        if (answer instanceof QuotaResult.Full full) {
            boolean sharper = known.fullFrom() == UNKNOWN || size <= known.fullFrom() || isOld(known.fullAt(), now);
            long from = sharper ? size : known.fullFrom();
            long room = known.roomUpTo() >= size ? UNKNOWN : known.roomUpTo();
            mailboxes.put(mailbox, new Known(from, full.text(), sharper ? now : known.fullAt(), room, known.roomAt()));
        } else if (answer instanceof QuotaResult.Room) {
            boolean contradicts = known.fullFrom() != UNKNOWN && size >= known.fullFrom();
            boolean sharper = size >= known.roomUpTo() || isOld(known.roomAt(), now);
            if (contradicts || sharper) {
                mailboxes.put(
                        mailbox,
                        new Known(
                                contradicts ? UNKNOWN : known.fullFrom(),
                                known.fullText(),
                                known.fullAt(),
                                sharper ? size : known.roomUpTo(),
                                sharper ? now : known.roomAt()));
            }
        }
    }

    /** Stores what a usage from doveadm proves: the sizes that are full, and those with room. */
    void measured(String mailbox, MailboxUsage usage) {
        boolean limited = usage.limitBytes() != MailboxUsage.UNLIMITED;
        if (limited) {
            learn(mailbox, usage.freeBytesAtMost() + 1, new QuotaResult.Full(""));
        }
        // A limit on messages may fill it: free bytes alone prove nothing then.
        if (usage.messageLimit() == MailboxUsage.UNLIMITED) {
            long room = limited ? usage.freeBytesAtLeast() : Long.MAX_VALUE;
            if (room > 0) {
                learn(mailbox, room, new QuotaResult.Room());
            }
        }
    }

    /** Whether the last verdicts show less room than the setting for nearly full. */
    public boolean isNearlyFull(String mailbox) {
        Known known = mailboxes.get(mailbox);
        return known != null
                && known.fullFrom() != UNKNOWN
                && known.fullFrom() <= config.nearFullBytes()
                && known.fullAt() > clock.millis() - KEPT.toMillis();
    }

    /** A message goes to the mailbox: its room may be gone. A full verdict stays. */
    public void filled(String mailbox) {
        Known known = mailboxes.get(mailbox);
        if (known != null && known.roomUpTo() != UNKNOWN) {
            mailboxes.put(mailbox, new Known(known.fullFrom(), known.fullText(), known.fullAt(), UNKNOWN, 0));
        }
    }

    /** The content of the mailbox has changed: all verdicts are forgotten. */
    public void forget(String mailbox) {
        mailboxes.remove(mailbox);
    }

    private boolean isOld(long at, long now) {
        return at <= now - config.verdictsFor().toMillis();
    }

    /** Dovecot treats a size of 0 as 1. */
    private static long atLeastOne(long sizeBytes) {
        return Math.max(1, sizeBytes);
    }
}
