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
 * What earlier answers tell about the room in mailboxes.
 *
 * <p>How much is free nobody tells, so a verdict counts for its size and beyond: what was full for a size is full for
 * each larger one, what had room for a size has room for each smaller one. For some seconds such a verdict answers
 * questions; for an hour it tells which mailboxes are nearly full.
 *
 * <p>Safe for use by many threads; of two verdicts at the same moment one may be lost.
 */
public final class VerdictCache {
    private static final int MOST = 100_000;

    /** How long a mailbox is taken for nearly full without a new sign of it. */
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

    VerdictCache(BoundedCaches caches, CacheFailures trouble, MessageConfig config, Clock clock) {
        this.mailboxes = new TolerantCache<>(caches.open("quota-room", Known.class, MOST, KEPT), trouble);
        this.config = config;
        this.clock = clock;
    }

    /** The answer that the last seconds permit without asking. */
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

    /** A verdict of the future, which a clock leaves that ran ahead, is none. */
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

    /** A mail host has told how much is in the mailbox, so what is full for sure, and what has room. */
    void measured(String mailbox, MailboxUsage usage) {
        boolean limited = usage.limitBytes() != MailboxUsage.UNLIMITED;
        if (limited) {
            learn(mailbox, usage.freeBytesAtMost() + 1, new QuotaResult.Full(""));
        }
        // A limit of messages may be what fills it: room by the bytes alone says nothing then.
        if (usage.messageLimit() == MailboxUsage.UNLIMITED) {
            long room = limited ? usage.freeBytesAtLeast() : Long.MAX_VALUE;
            if (room > 0) {
                learn(mailbox, room, new QuotaResult.Room());
            }
        }
    }

    /** Whether its last signs say that less room is left than the operator calls nearly full. */
    public boolean isNearlyFull(String mailbox) {
        Known known = mailboxes.get(mailbox);
        return known != null
                && known.fullFrom() != UNKNOWN
                && known.fullFrom() <= config.nearFullBytes()
                && known.fullAt() > clock.millis() - KEPT.toMillis();
    }

    /** A message comes to the mailbox: what had room may have none now. What was full stays so. */
    public void filled(String mailbox) {
        Known known = mailboxes.get(mailbox);
        if (known != null && known.roomUpTo() != UNKNOWN) {
            mailboxes.put(mailbox, new Known(known.fullFrom(), known.fullText(), known.fullAt(), UNKNOWN, 0));
        }
    }

    /** Something came to the mailbox or went from it: nothing is known any more. */
    public void forget(String mailbox) {
        mailboxes.remove(mailbox);
    }

    private boolean isOld(long at, long now) {
        return at <= now - config.verdictsFor().toMillis();
    }

    /** Dovecot takes a size of 0 for 1. */
    private static long atLeastOne(long sizeBytes) {
        return Math.max(1, sizeBytes);
    }
}
