// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.quota.QuotaMessages;
import dev.sekisho.quota.client.DoveadmClient;
import dev.sekisho.quota.client.HostMetrics;
import dev.sekisho.quota.client.MailboxUsage;
import dev.sekisho.quota.client.UsageConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Limits and usages of mailboxes, from the doveadm of mail hosts that have one.
 *
 * <p>A quota request never waits for it: if the usage of its mailbox is old, another thread reads it. Each host has
 * {@value #AT_ONCE} requests at once at most, and none for {@value #LEFT_ALONE_SECONDS} s after a failure; later mail
 * for the mailbox retries. A usage makes {@link VerdictCache} more exact. Only {@link #read} blocks.
 */
public final class MailboxUsages {
    private static final int MOST = 100_000;
    private static final Duration KEPT = Duration.ofDays(1);

    /** Concurrent requests to the doveadm of one host: each is a process there. */
    private static final int AT_ONCE = 2;

    private static final int LEFT_ALONE_SECONDS = 30;

    /** The state of a host's doveadm; its own lock guards it. */
    private static final class Host {
        private int underWay;
        private long leftAloneUntilMillis;
    }

    private final TolerantCache<MailboxUsage> usages;
    private final VerdictCache room;
    private final DoveadmClient doveadm;
    private final UsageConfig config;
    private final HostMetrics metrics;
    private final Executor executor;
    private final Clock clock;
    private final Map<String, Host> hosts = new ConcurrentHashMap<>();

    /** @param executor runs requests, on threads that may block */
    public MailboxUsages(
            BoundedCaches caches,
            CacheFailures failures,
            VerdictCache room,
            DoveadmClient doveadm,
            UsageConfig config,
            HostMetrics metrics,
            Executor executor,
            Clock clock) {
        this.usages = new TolerantCache<>(caches.open("quota-usage", MailboxUsage.class, MOST, KEPT), failures);
        this.room = room;
        this.doveadm = doveadm;
        this.config = config;
        this.metrics = metrics;
        this.executor = executor;
        this.clock = clock;
    }

    /** Whether requests to a host are possible. */
    boolean isKnownBy(QuotaHost host) {
        return !host.doveadm().isEmpty() && !config.key().isEmpty();
    }

    /** The last usage of a mailbox, within a day. */
    Optional<MailboxUsage> last(String mailbox) {
        return Optional.ofNullable(usages.get(mailbox));
    }

    /** Reads the usage of a mailbox on another thread if it is old; returns at once. */
    public void refresh(QuotaHost host, String mailbox) {
        if (!isKnownBy(host)) {
            return;
        }
        MailboxUsage last = usages.get(mailbox);
        // Math.abs: a clock that was set back must not extend its life.
        if (last != null
                && Math.abs(clock.millis() - last.atMillis()) < config.refresh().toMillis()) {
            return;
        }
        Host state = take(host, false);
        if (state == null) {
            return;
        }
        try {
            executor.execute(() -> readInto(state, host, mailbox));
        } catch (RejectedExecutionException e) {
            // The next mail for the mailbox retries.
            release(state);
        }
    }

    /**
     * Reads the usage of a mailbox now; blocks within the time limit.
     *
     * @return the usage, or empty if the host did not return one
     */
    Optional<MailboxUsage> read(QuotaHost host, String mailbox) {
        if (!isKnownBy(host)) {
            return Optional.empty();
        }
        Host state = take(host, true);
        return state == null ? Optional.empty() : readInto(state, host, mailbox);
    }

    private Optional<MailboxUsage> readInto(Host state, QuotaHost host, String mailbox) {
        try {
            Optional<MailboxUsage> usage = doveadm.usage(host.doveadm(), host.name(), mailbox);
            metrics.count(host.name(), usage.isPresent() ? "usage" : "usage-none");
            boolean back;
            synchronized (state) {
                back = state.leftAloneUntilMillis != 0;
                state.leftAloneUntilMillis = 0;
            }
            if (back) {
                QuotaMessages.doveadmBack(host.name(), host.doveadm());
            }
            usage.ifPresent(found -> {
                usages.put(mailbox, found);
                room.measured(mailbox, found);
            });
            return usage;
        } catch (IOException e) {
            metrics.count(host.name(), "usage-unavailable");
            boolean newly;
            synchronized (state) {
                newly = state.leftAloneUntilMillis == 0;
                state.leftAloneUntilMillis =
                        clock.millis() + Duration.ofSeconds(LEFT_ALONE_SECONDS).toMillis();
            }
            if (newly) {
                QuotaMessages.doveadmLost(host.name(), host.doveadm(), String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        } finally {
            release(state);
        }
    }

    /**
     * A slot for a request to a host; null if there is none. A request of an operator does not wait for the end of a
     * pause.
     */
    private @Nullable Host take(QuotaHost host, boolean byHand) {
        Host state = hosts.computeIfAbsent(host.doveadm(), absent -> new Host());
        synchronized (state) {
            long left = state.leftAloneUntilMillis - clock.millis();
            boolean alone =
                    left > 0 && left <= Duration.ofSeconds(LEFT_ALONE_SECONDS).toMillis();
            if (state.underWay >= AT_ONCE || (!byHand && alone)) {
                return null;
            }
            state.underWay++;
            return state;
        }
    }

    private static void release(Host state) {
        synchronized (state) {
            state.underWay--;
        }
    }
}
