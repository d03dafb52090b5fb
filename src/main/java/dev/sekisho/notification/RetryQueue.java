// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue in front of a channel. It retries with growing pauses and gives up items of some age.
 *
 * <p>{@link #add} never waits for a delivery. {@link #deliver} must be called repeatedly, by one thread. An unreachable
 * channel pauses the whole queue; a temporarily rejected item waits alone.
 *
 * @param <T> type of the delivered items
 */
@ThreadSafe
public final class RetryQueue<T> {
    /** The first pause; each further one of the same outage is twice as long. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final class Delivery<T> {
        final T item;
        final long addedMillis;
        long dueMillis;
        int failures;

        Delivery(T item, long nowMillis) {
            this.item = item;
            this.addedMillis = nowMillis;
            this.dueMillis = nowMillis;
        }

        long dueMillis() {
            return dueMillis;
        }
    }

    private final String name;
    private final Channel<T> channel;
    private final int capacity;
    private final long giveUpMillis;
    private final Clock clock;
    private final PriorityQueue<Delivery<T>> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Delivery::dueMillis));
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private int failures;
    private long pausedUntilMillis;
    private long overflowLogged;
    private long overflow;
    private long overflowLoggedMillis;

    RetryQueue(String name, Channel<T> channel, int capacity, Duration giveUp, Clock clock) {
        this.name = name;
        this.channel = channel;
        this.capacity = capacity;
        this.giveUpMillis = giveUp.toMillis();
        this.clock = clock;
    }

    /** Name of the channel. */
    public String name() {
        return name;
    }

    /** Adds an item, or drops it if the queue is full. */
    void add(T item) {
        synchronized (waiting) {
            if (waiting.size() < capacity) {
                waiting.add(new Delivery<>(item, clock.millis()));
                return;
            }
            overflow++;
        }
        dropped.increment();
    }

    /** Items delivered since the start. */
    public long sent() {
        return sent.sum();
    }

    /** Items given up, or dropped because the queue was full, since the start. */
    public long dropped() {
        return dropped.sum();
    }

    /** Items in the queue, including those that wait for a retry. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Delivers the items that are due. */
    public synchronized void deliver() {
        logOverflow();
        Delivery<T> delivery = next();
        while (delivery != null) {
            if (!deliver(delivery)) {
                return;
            }
            delivery = next();
        }
    }

    private @Nullable Delivery<T> next() {
        long now = clock.millis();
        synchronized (waiting) {
            Delivery<T> first = waiting.peek();
            return first == null || isAhead(pausedUntilMillis, now) || isAhead(first.dueMillis, now)
                    ? null
                    : waiting.poll();
        }
    }

    /** Whether a pause continues. One longer than the maximum began before the clock was set back, and has ended. */
    private static boolean isAhead(long untilMillis, long now) {
        return now < untilMillis && untilMillis - now <= LONGEST_PAUSE.toMillis();
    }

    /** Delivers an item; returns whether the channel is reachable. */
    private boolean deliver(Delivery<T> delivery) {
        try {
            channel.deliver(delivery.item);
        } catch (DeliveryException e) {
            return failed(delivery, e);
        } catch (RuntimeException e) {
            return failed(delivery, new DeliveryException(DeliveryException.Meaning.NEVER, e));
        }
        sent.increment();
        reached();
        return true;
    }

    private void reached() {
        if (failures > 0) {
            failures = 0;
            NotificationMessages.reachedAgain(name);
        }
    }

    private boolean failed(Delivery<T> delivery, DeliveryException cause) {
        boolean unreachable = cause.meaning() == DeliveryException.Meaning.UNREACHABLE;
        long now = clock.millis();
        if (unreachable) {
            if (failures++ == 0) {
                NotificationMessages.unreachable(name, cause);
            }
            pausedUntilMillis = now + pauseMillis(failures);
        } else {
            reached();
        }
        if (cause.meaning() == DeliveryException.Meaning.NEVER || now - delivery.addedMillis >= giveUpMillis) {
            dropped.increment();
            NotificationMessages.givenUp(name, cause);
            return !unreachable;
        }
        delivery.dueMillis = now + pauseMillis(++delivery.failures);
        synchronized (waiting) {
            waiting.add(delivery);
        }
        return !unreachable;
    }

    private static long pauseMillis(int failures) {
        return Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10));
    }

    private void logOverflow() {
        long now = clock.millis();
        long more;
        synchronized (waiting) {
            more = overflow - overflowLogged;
            if (more == 0 || Math.abs(now - overflowLoggedMillis) < MINUTE_MILLIS) {
                return;
            }
            overflowLogged = overflow;
        }
        overflowLoggedMillis = now;
        NotificationMessages.overflow(name, more);
    }
}
