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
 * Delivers things over a channel: a bounded queue, retries with growing pauses, an age at which it gives up.
 *
 * <p>{@link #hand} never waits for a delivery. {@link #deliver} is called again and again by one thread. A channel that
 * cannot be reached is left alone for a while, with all that waits for it; a thing that is refused for the moment waits
 * alone.
 *
 * @param <T> what is delivered
 */
@ThreadSafe
public final class RetryQueue<T> {
    /** The first pause; each further one of the same trouble is twice as long. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final class Delivery<T> {
        final T thing;
        final long handedMillis;
        long dueMillis;
        int failures;

        Delivery(T thing, long nowMillis) {
            this.thing = thing;
            this.handedMillis = nowMillis;
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
    private long overflowTold;
    private long overflow;
    private long overflowToldMillis;

    RetryQueue(String name, Channel<T> channel, int capacity, Duration giveUp, Clock clock) {
        this.name = name;
        this.channel = channel;
        this.capacity = capacity;
        this.giveUpMillis = giveUp.toMillis();
        this.clock = clock;
    }

    /** The channel's name. */
    public String name() {
        return name;
    }

    /** Takes a thing, or drops it if too many wait. */
    void hand(T thing) {
        synchronized (waiting) {
            if (waiting.size() < capacity) {
                waiting.add(new Delivery<>(thing, clock.millis()));
                return;
            }
            overflow++;
        }
        dropped.increment();
    }

    /** Things delivered since the start. */
    public long sent() {
        return sent.sum();
    }

    /** Things given up, or dropped because too many waited, since the start. */
    public long dropped() {
        return dropped.sum();
    }

    /** Things that wait, also for another try. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Delivers what is due. */
    public synchronized void deliver() {
        tellOverflow();
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

    /** Whether a pause lasts; one longer than any pause was begun by a clock that ran ahead, and is over. */
    private static boolean isAhead(long untilMillis, long now) {
        return now < untilMillis && untilMillis - now <= LONGEST_PAUSE.toMillis();
    }

    /** Whether the channel can take more. */
    private boolean deliver(Delivery<T> delivery) {
        try {
            channel.deliver(delivery.thing);
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

    private boolean failed(Delivery<T> delivery, DeliveryException trouble) {
        boolean unreachable = trouble.meaning() == DeliveryException.Meaning.UNREACHABLE;
        long now = clock.millis();
        if (unreachable) {
            if (failures++ == 0) {
                NotificationMessages.unreachable(name, trouble);
            }
            pausedUntilMillis = now + pauseMillis(failures);
        } else {
            reached();
        }
        if (trouble.meaning() == DeliveryException.Meaning.NEVER || now - delivery.handedMillis >= giveUpMillis) {
            dropped.increment();
            NotificationMessages.givenUp(name, trouble);
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

    private void tellOverflow() {
        long now = clock.millis();
        long more;
        synchronized (waiting) {
            more = overflow - overflowTold;
            if (more == 0 || Math.abs(now - overflowToldMillis) < MINUTE_MILLIS) {
                return;
            }
            overflowTold = overflow;
        }
        overflowToldMillis = now;
        NotificationMessages.overflow(name, more);
    }
}
