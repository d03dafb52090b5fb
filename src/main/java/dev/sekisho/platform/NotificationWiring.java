// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.BlockListener;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.notification.Notification;
import dev.sekisho.notification.NotificationConfig;
import dev.sekisho.notification.Notifications;
import dev.sekisho.notification.RetryQueue;
import dev.sekisho.sendlimit.counter.LimitListener;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Creates the notification services from the container's resources. */
@ThreadSafe
@ApplicationScoped
public class NotificationWiring {
    @Resource
    private ManagedExecutorService executor;

    @Produces
    @Singleton
    Notifications notifications(
            NotificationConfig config, DirectoryCache directory, MetricRegistry metrics, Clock clock) {
        Notifications notifications = new Notifications(
                config,
                domain -> directory.loaded() && directory.mailDomain(domain).isPresent(),
                directory::language,
                executor,
                clock);
        for (RetryQueue<?> each : notifications.retryQueues()) {
            Tag channel = new Tag("channel", each.name());
            metrics.gauge(metadata("sent", "Notifications delivered since the start"), each, RetryQueue::sent, channel);
            metrics.gauge(
                    metadata(
                            "dropped",
                            "Notifications since the start that failed for good, or for which the queue was full"),
                    each,
                    RetryQueue::dropped,
                    channel);
            metrics.gauge(
                    metadata("waiting", "Notifications that wait for delivery"), each, RetryQueue::waiting, channel);
        }
        return notifications;
    }

    @Produces
    @Singleton
    LimitListener limitListener(Notifications notifications) {
        return event -> notifications.send(new Notification(
                Notification.Kind.valueOf(event.kind().name()),
                event.account(),
                event.domain(),
                event.scope(),
                event.limit(),
                event.used(),
                event.allowed(),
                event.at(),
                event.release()));
    }

    @Produces
    @Singleton
    BlockListener blockListener(Notifications notifications) {
        return (rule, subject, count, limit, at, until) -> notifications.send(new Notification(
                Notification.Kind.BLOCKED, subject, "", rule, Integer.toString(limit), count, limit, at, until));
    }

    private static Metadata metadata(String name, String description) {
        return Metadata.builder()
                .withName("sekisho_notification_" + name)
                .withDescription(description)
                .build();
    }
}
