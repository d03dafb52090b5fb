// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.status;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Blocks;
import dev.sekisho.decision.DecisionJournal;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.sendlimit.SendLimitConfig;
import dev.sekisho.sendlimit.activity.ActivityPeriod;
import dev.sekisho.sendlimit.activity.SenderActivity;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.limit.SharedLimitService;
import dev.sekisho.service.list.Page;
import dev.sekisho.writebehind.Writers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What needs the attention of staff. Only the accounts that were blocked today need the database. */
@ThreadSafe
@ApplicationScoped
public class AttentionService {
    private static final int MOST = 1_000;
    private static final Duration NEW_BLOCK = Duration.ofHours(1);

    @Inject
    private SharedLimitService sharedLimits;

    @Inject
    private SenderActivity activity;

    @Inject
    private Blocks blocks;

    @Inject
    private HostHealth health;

    @Inject
    private DirectoryCache directory;

    @Inject
    private DirectoryRepository repository;

    @Inject
    private SendCounters counters;

    @Inject
    private Writers writers;

    @Inject
    private DecisionJournal journal;

    @Inject
    private SendLimitConfig config;

    @Inject
    private Clock clock;

    @Allowed(Access.SEE_ALL)
    public AttentionBody get() {
        List<AttentionBody.Item> items = new ArrayList<>();
        add(items, "stores", stores());
        add(items, "silent", health.down());
        add(
                items,
                "full-limits",
                sharedLimits.list(true, new Page.Range("", MOST)).entries().size());
        add(
                items,
                "refused-senders",
                activity.figures(ActivityPeriod.TEN_MINUTES).stream()
                        .filter(each -> each.refused() > 0)
                        .count());
        add(items, "blocked-accounts", blockedToday());
        Instant hourAgo = clock.instant().minus(NEW_BLOCK);
        add(
                items,
                "new-blocks",
                blocks.page("", MOST, each -> each.firstSeen().isAfter(hourAgo)).size());
        add(items, "lost-entries", journal.droppedEntries());
        return new AttentionBody(List.copyOf(items));
    }

    private static void add(List<AttentionBody.Item> items, String kind, long count) {
        if (count > 0) {
            items.add(new AttentionBody.Item(kind, count));
        }
    }

    private long stores() {
        return (directory.databaseAnswers() ? 0 : 1)
                + (directory.loaded() ? 0 : 1)
                + (counters.isLoaded() ? 0 : 1)
                + writers.status().stream().filter(each -> !each.progressing()).count();
    }

    private long blockedToday() {
        if (!directory.databaseAnswers()) {
            return 0;
        }
        Instant midnight = LocalDate.ofInstant(clock.instant(), config.timeZone())
                .atStartOfDay(config.timeZone())
                .toInstant();
        try {
            return repository.blockedSince(midnight, MOST);
        } catch (PersistenceException e) {
            // The database has just failed, which the item "stores" shows with the next request.
            return 0;
        }
    }
}
