// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.ThreadSafe;
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
 * Sends notifications by mail and webhook, to the recipients that the configuration names.
 *
 * <p>{@link #send} never waits for a delivery.
 */
@ThreadSafe
public final class Notifications {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final NotificationConfig config;
    private final Predicate<String> isOurs;
    private final Function<String, Language> languages;
    private final Clock clock;
    private final @Nullable RetryQueue<NotificationMail> mail;
    private final @Nullable RetryQueue<Webhook.Post> webhook;
    private final List<Future<?>> deliveries = new ArrayList<>();
    private long hour;
    private int sentThisHour;
    private int omittedThisHour;

    /**
     * Creates the configured channels.
     *
     * @param isOurs whether a domain is in the directory; only owners of accounts in such domains get mail
     * @param languages the language of a domain
     * @param executor threads of the webhook's HTTP client
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

    /** The queues of the configured channels. */
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

    /** Starts delivery: each second for each channel, until its queue is empty. */
    public synchronized void start(ScheduledExecutorService scheduler) {
        for (RetryQueue<?> each : retryQueues()) {
            deliveries.add(scheduler.scheduleWithFixedDelay(each::deliver, 1, 1, TimeUnit.SECONDS));
        }
    }

    /** Stops delivery; the content of the queues is lost. */
    public synchronized void stop() {
        deliveries.forEach(each -> each.cancel(true));
        deliveries.clear();
    }

    /** Queues a notification for its recipients. */
    public void send(Notification notification) {
        if (notification.kind() == Notification.Kind.BLOCKED && !config.notifiesBlocks()) {
            return;
        }
        if (webhook != null) {
            webhook.add(new Webhook.Post(UUID.randomUUID(), notification));
        }
        if (mail == null) {
            return;
        }
        if (isForOwner(notification)) {
            mail.add(config.texts()
                    .mail(
                            RecipientRole.OWNER,
                            List.of(notification.account()),
                            languages.apply(notification.domain()),
                            notification));
        }
        if (!config.operators().isEmpty() && isWithinOperatorLimit()) {
            mail.add(config.texts()
                    .mail(RecipientRole.OPERATOR, config.operators(), config.operatorLanguage(), notification));
        }
    }

    private boolean isForOwner(Notification notification) {
        return config.notifiesOwner()
                && notification.kind() != Notification.Kind.BLOCKED
                && NotificationConfig.ADDRESS.matcher(notification.account()).matches()
                && isOurs.test(notification.domain());
    }

    /** Counts a mail to the operator, so that an attack does not flood the operator's mailbox. */
    private synchronized boolean isWithinOperatorLimit() {
        long now = clock.millis() / HOUR_MILLIS;
        if (now != hour) {
            if (omittedThisHour > 0) {
                NotificationMessages.operatorLimited(omittedThisHour);
            }
            hour = now;
            sentThisHour = 0;
            omittedThisHour = 0;
        }
        if (sentThisHour >= config.operatorPerHour()) {
            omittedThisHour++;
            return false;
        }
        sentThisHour++;
        return true;
    }
}
