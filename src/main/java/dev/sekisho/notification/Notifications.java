// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import dev.sekisho.directory.Language;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where notices are handed in: decides who is told what, by mail and by webhook.
 *
 * <p>Safe for use by many threads; {@link #tell} never waits for anybody outside.
 */
public final class Notifications {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final NotificationConfig config;
    private final Predicate<String> isOurs;
    private final Function<String, Language> languages;
    private final Clock clock;
    private final @Nullable RetryQueue<NotificationMail> mail;
    private final @Nullable RetryQueue<Webhook.Post> webhook;
    private final List<Future<?>> delivering = new ArrayList<>();
    private long hour;
    private int toldThisHour;
    private int sparedThisHour;

    /**
     * Makes the channels that are configured.
     *
     * @param isOurs whether a domain is of the directory: only its accounts' owners are written to
     * @param languages the language of a domain
     * @param executor for the webhook's HTTP client
     */
    public Notifications(
            NotificationConfig config,
            Predicate<String> isOurs,
            Function<String, Language> languages,
            Executor executor,
            Clock clock) {
        this.config = config;
        this.isOurs = isOurs;
        this.languages = languages;
        this.clock = clock;
        this.mail = config.relay().host().isEmpty()
                ? null
                : new RetryQueue<>("mail", new MailRelay(config, clock), config.waiting(), config.giveUp(), clock);
        this.webhook = config.webhookUrl().isEmpty()
                ? null
                : new RetryQueue<>(
                        "webhook", new Webhook(config, executor, clock), config.waiting(), config.giveUp(), clock);
    }

    /** The channels that are configured. */
    public List<RetryQueue<?>> retryQueues() {
        List<RetryQueue<?>> all = new ArrayList<>();
        if (mail != null) {
            all.add(mail);
        }
        if (webhook != null) {
            all.add(webhook);
        }
        return all;
    }

    /** Begins to deliver, each channel once a second on a thread of its own as long as it has something. */
    public synchronized void start(ScheduledExecutorService scheduler) {
        for (RetryQueue<?> each : retryQueues()) {
            delivering.add(scheduler.scheduleWithFixedDelay(each::deliver, 1, 1, TimeUnit.SECONDS));
        }
    }

    /** Ends what {@link #start} began; what waits is lost. */
    public synchronized void stop() {
        delivering.forEach(each -> each.cancel(true));
        delivering.clear();
    }

    /** Tells whoever is to hear of it. */
    public void tell(Notification notice) {
        if (notice.kind() == Notification.Kind.BLOCKED && !config.tellsBlocks()) {
            return;
        }
        if (webhook != null) {
            webhook.hand(new Webhook.Post(UUID.randomUUID(), notice));
        }
        if (mail == null) {
            return;
        }
        if (isForOwner(notice)) {
            mail.hand(config.texts()
                    .letter(RecipientRole.OWNER, List.of(notice.account()), languages.apply(notice.domain()), notice));
        }
        if (!config.operators().isEmpty() && mayTellOperator()) {
            mail.hand(config.texts()
                    .letter(RecipientRole.OPERATOR, config.operators(), config.operatorLanguage(), notice));
        }
    }

    private boolean isForOwner(Notification notice) {
        return config.tellsOwner()
                && notice.kind() != Notification.Kind.BLOCKED
                && NotificationConfig.ADDRESS.matcher(notice.account()).matches()
                && isOurs.test(notice.domain());
    }

    /** An attack must not become a flood of the operator's own making. */
    private synchronized boolean mayTellOperator() {
        long now = clock.millis() / HOUR_MILLIS;
        if (now != hour) {
            if (sparedThisHour > 0) {
                NotificationMessages.operatorSpared(sparedThisHour);
            }
            hour = now;
            toldThisHour = 0;
            sparedThisHour = 0;
        }
        if (toldThisHour >= config.operatorPerHour()) {
            sparedThisHour++;
            return false;
        }
        toldThisHour++;
        return true;
    }
}
